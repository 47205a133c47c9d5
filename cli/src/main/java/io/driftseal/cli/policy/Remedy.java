package io.driftseal.cli.policy;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What to do about a sentence of the compiler, for those who do not know its words yet. */
public final class Remedy {

    /** Looked through in order; {@code $1} is the first group. The last one fits everything. */
    private static final List<Entry> ENTRIES =
            List.of(
                    entry(
                            "undefined function (http\\.send|net\\.lookup_ip_addr|opa\\.runtime"
                                    + "|io\\.jwt\\.\\w+|json\\.(?:match|verify)_schema)\\b",
                            "$1 depends on more than its arguments and is not there: a policy calls"
                                    + " nobody, so that a kept decision can be replayed; put what"
                                    + " it needs into data/*.json, or take it from the input"),
                    entry(
                            "there is no builtin (\\S+)",
                            "the embedded engine does without $1, and policyEngine: process has it:"
                                    + " write the rule without it, or decide there"),
                    entry(
                            "undefined function (\\S+)",
                            "no rule and no built-in is called $1: look for a misspelt name or a"
                                    + " missing import"),
                    entry(
                            "undefined ref: (input\\S*)",
                            "the input has no such field: schema/, or where there is none the published"
                                    + " policies/rego/schema/, says which there are"),
                    entry(
                            "undefined ref: (\\S+)",
                            "nothing is there by that name: look for a misspelt rule or import"),
                    entry(
                            "var (\\S+) is unsafe",
                            "$1 has no value where it is used: bind it before, outside of not, with"
                                    + " := or some ... in"),
                    entry("import (\\S+) unused", "take the import out, or use it"),
                    entry("(?:assigned|declared) var (\\S+) unused", "use $1, or name it _"),
                    entry(
                            "(?:conflicting rules|multiple default rules|package .* conflicts)",
                            "two files define one name differently: rename one"),
                    entry(
                            "rego_parse_error|unexpected|expected",
                            "this is no Rego: opa fmt shows where reading stopped; rules need if,"
                                    + " sets contains"),
                    entry(
                            "reaches the network or the environment",
                            "policies call nobody: put what they need into data/*.json"),
                    entry("match error|type error|invalid argument", "compare values of one type"),
                    entry(
                            "package driftseal\\.(\\S+) is missing",
                            "add a file with package driftseal.$1 and a rule decision: every"
                                    + " question must be answered"),
                    entry(
                            "is outside driftseal",
                            "change the package line; imports of it are data.driftseal.<team>"),
                    entry(
                            "directory does not exist|holds no policies",
                            "name the directory that holds *.rego, schema/ and data/"),
                    entry("^", "change what the sentence names, and run this again"));

    private Remedy() {}

    private record Entry(Pattern sentence, String remedy) {}

    private static Entry entry(String sentence, String remedy) {
        return new Entry(Pattern.compile(sentence), remedy);
    }

    /** One sentence without a full stop. */
    public static String of(String sentence) {
        for (Entry entry : ENTRIES) {
            Matcher matcher = entry.sentence().matcher(sentence);
            if (matcher.find()) {
                return matcher.groupCount() == 0
                        ? entry.remedy()
                        : entry.remedy().replace("$1", matcher.group(1));
            }
        }
        throw new IllegalStateException("the last remedy fits everything");
    }
}
