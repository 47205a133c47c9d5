package io.driftseal.decision.workbench;

import java.util.List;

/**
 * Which lines of the policies the tests reach, as OPA counts them; the tests' own lines are left
 * out.
 *
 * @param files by name
 */
public record TestCoverage(List<FileCoverage> files) {

    private static final double WHOLE = 100;

    public TestCoverage {
        files = List.copyOf(files);
    }

    /**
     * One file.
     *
     * @param reached how many lines
     * @param missed how many lines, all of {@code gaps}
     * @param gaps in order
     */
    public record FileCoverage(String file, int reached, int missed, List<Gap> gaps) {
        public FileCoverage {
            gaps = List.copyOf(gaps);
        }

        public double percent() {
            return TestCoverage.percent(reached, missed);
        }
    }

    /** Lines that no test reaches, from 1, both included. */
    public record Gap(int first, int last) {
        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }

    /** Of all lines, 0 to 100; 100 where there is none. */
    public double percent() {
        return percent(
                files.stream().mapToInt(FileCoverage::reached).sum(),
                files.stream().mapToInt(FileCoverage::missed).sum());
    }

    private static double percent(int reached, int missed) {
        return reached + missed == 0 ? WHOLE : WHOLE * reached / (reached + missed);
    }
}
