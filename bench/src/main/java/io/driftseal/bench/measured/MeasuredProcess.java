package io.driftseal.bench.measured;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server as a process: what it has used, from {@code /proc}. Processor time is counted in
 * hundredths of a second by the kernel; a window of seconds makes that exact enough.
 */
public final class MeasuredProcess implements AutoCloseable {
    private static final int TICKS_PER_SECOND = 100;
    private static final int USER_TIME = 11;

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
        try {
            String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // The program's name may hold spaces; the fields behind it do not.
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
            return ticks * 1000.0 / TICKS_PER_SECOND;
        } catch (IOException e) {
            return 0;
        }
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
