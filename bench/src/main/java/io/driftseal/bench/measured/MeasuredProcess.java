package io.driftseal.bench.measured;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server as a process: what it has used, from {@code /proc}. Processor time is counted in
 * hundredths of a second by the kernel; a window of seconds makes that exact enough.
 */
public final class MeasuredProcess implements AutoCloseable {
    private static final int TICKS_PER_SECOND = 100;
    private static final int OWN_TIME = 11;
    private static final int CHILDREN_TIME = 13;

    /** A JVM that archives its classes at its end takes its time. */
    private static final Duration STOP = Duration.ofMinutes(3);

    private final Process process;

    MeasuredProcess(Process process) {
        this.process = process;
    }

    static MeasuredProcess start(List<String> command, Path log) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // A variable that tells the launcher something is an unknown key to a service.
        builder.environment().keySet().removeIf(name -> name.startsWith("DRIFTSEAL_"));
        var started = new MeasuredProcess(builder.start());
        Runtime.getRuntime().addShutdownHook(new Thread(started::kill));
        return started;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Of the process itself, in milliseconds since its start. */
    public double cpuMillis() {
        return cpuMillis(process.pid());
    }

    /** Of its children and theirs: the policy engine. */
    public double childrenCpuMillis() {
        return process.descendants().mapToDouble(child -> cpuMillis(child.pid())).sum();
    }

    /**
     * Of those of its own threads whose name begins like this, in milliseconds since their start: a
     * JVM's compilers and its collector are no part of what an operation costs once it is warm.
     */
    public double threadMillis(String nameBegins) {
        return threadMillis(process.pid(), nameBegins);
    }

    private static double threadMillis(long pid, String nameBegins) {
        Path threads = Path.of("/proc/" + pid + "/task");
        try (Stream<Path> all = Files.list(threads)) {
            return all.filter(thread -> text(thread.resolve("comm")).startsWith(nameBegins))
                    .mapToDouble(thread -> nanos(text(thread.resolve("schedstat"))) / 1e6)
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Of the compilers of a JVM, in milliseconds. */
    public double compilerMillis() {
        return compilerMillis(process.pid());
    }

    /** Of the compilers of any JVM, in milliseconds. */
    public static double compilerMillis(long pid) {
        return threadMillis(pid, "C1 ") + threadMillis(pid, "C2 ");
    }

    /** Empty where the thread has ended meanwhile. */
    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    private static double nanos(String schedstat) {
        return schedstat.isEmpty() ? 0 : Double.parseDouble(schedstat.split(" ", 2)[0]);
    }

    /** Of the children that have ended and were waited for, in milliseconds. */
    public double endedChildrenCpuMillis() {
        String[] fields = fields(process.pid());
        return fields.length == 0 ? 0 : millis(fields, CHILDREN_TIME);
    }

    /** Resident memory now, in MiB. */
    public double residentMegabytes() {
        return residentMegabytes(process.pid());
    }

    public double childrenResidentMegabytes() {
        return process.descendants().mapToDouble(child -> residentMegabytes(child.pid())).sum();
    }

    /** SIGTERM, as a kubelet sends it. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
            kill();
        }
    }

    @Override
    public void close() {
        kill();
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static double cpuMillis(long pid) {
        String[] fields = fields(pid);
        return fields.length == 0 ? 0 : millis(fields, OWN_TIME);
    }

    /** User and system time, which stand side by side. */
    private static double millis(String[] fields, int at) {
        long ticks = Long.parseLong(fields[at]) + Long.parseLong(fields[at + 1]);
        return ticks * 1000.0 / TICKS_PER_SECOND;
    }

    /** Of {@code stat}; none if the process has ended. */
    private static String[] fields(long pid) {
        String line = text(Path.of("/proc/" + pid + "/stat"));
        // The program's name may hold spaces; the fields behind it do not.
        return line.isEmpty()
                ? new String[0]
                : line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    }

    private static double residentMegabytes(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
                }
            }
            return 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
