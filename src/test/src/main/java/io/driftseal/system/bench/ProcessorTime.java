package io.driftseal.system.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What processes below this one have used of the processors, by the kernel's account. */
final class ProcessorTime {
    private static final int TICKS_PER_SECOND = 100;
    private static final int OWN_TIME = 11;

    private ProcessorTime() {}

    /** In milliseconds, of all whose command line holds one of the words. */
    static double millis(String... words) {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> holds(commandLine(process.pid()), List.of(words)))
                .mapToDouble(process -> millis(process.pid()))
                .sum();
    }

    private static boolean holds(String commandLine, List<String> words) {
        return words.stream().anyMatch(commandLine::contains);
    }

    private static double millis(long pid) {
        String line = text("/proc/" + pid + "/stat");
        if (line.isEmpty()) {
            return 0;
        }
        // The program's name may hold spaces; the fields behind it do not.
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[OWN_TIME]) + Long.parseLong(fields[OWN_TIME + 1]);
        return ticks * 1000.0 / TICKS_PER_SECOND;
    }

    private static String commandLine(long pid) {
        return text("/proc/" + pid + "/cmdline").replace('\0', ' ');
    }

    /** Empty if the process has ended. */
    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            return "";
        }
    }
}
