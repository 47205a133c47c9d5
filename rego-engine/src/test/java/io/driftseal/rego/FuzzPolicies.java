package io.driftseal.rego;

import io.driftseal.rego.FuzzGrammar.Call;
import io.driftseal.rego.FuzzGrammar.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Random policies and inputs. The same seed makes the same ones. */
final class FuzzPolicies {

    private static final List<String> COMPARISONS = List.of("==", "!=", "<", "<=", ">", ">=");
    private static final List<Kind> PLAIN =
            List.of(Kind.NUMBER, Kind.TEXT, Kind.TRUTH, Kind.ARRAY, Kind.SET, Kind.OBJECT);

    private final FuzzGrammar grammar;
    private final Random random;
    private int variables;
    private String here = "";

    FuzzPolicies(long seed, Set<String> builtins) {
        this.random = new Random(seed);
        this.grammar = new FuzzGrammar(random, builtins);
    }

    FuzzGrammar grammar() {
        return grammar;
    }

    /** A module of package {@code fuzz.pN}. */
    String policy(int number) {
        // Of the package before, since a rule must not depend on itself.
        here = number == 0 ? "data.d" : "data.fuzz.p" + (number - 1);
        variables = 0;
        StringBuilder out = new StringBuilder("package fuzz.p" + number + "\n\n");
        out.append("f0(x, y) := [x, y] if x != y\n\nf0(x, x) := x\n\n");
        out.append("f1(x) := ").append(expression(Kind.ANY, 1)).append(" if x\n\n");
        out.append("f2(\"a\") := 1\n\nf2(1) := {\"one\"}\n\nf2([y, _]) := y\n\n");
        int rules = 3 + grammar.below(4);
        for (int i = 0; i < rules; i++) {
            out.append(rule("r" + i)).append("\n\n");
        }
        return out.toString();
    }

    private String rule(String name) {
        return switch (grammar.below(9)) {
            case 0 -> name + " := " + expression(Kind.ANY, 2);
            case 1 ->
                    "default "
                            + name
                            + " := "
                            + grammar.literal(Kind.ANY)
                            + "\n\n"
                            + name
                            + " := "
                            + expression(Kind.ANY, 2)
                            + " if {\n"
                            + body(2)
                            + "}\n"
                            + "else := "
                            + expression(Kind.ANY, 1)
                            + " if {\n"
                            + body(1)
                            + "}";
            case 2 -> {
                String x = variable();
                yield name
                        + " contains ["
                        + x
                        + ", "
                        + expression(Kind.ANY, 1)
                        + "] if {\n\tsome "
                        + x
                        + " in "
                        + expression(collection(), 1)
                        + "\n"
                        + body(1)
                        + "}";
            }
            case 3 -> {
                String k = variable();
                String v = variable();
                yield name
                        + "["
                        + k
                        + "] := "
                        + v
                        + " if {\n\tsome "
                        + k
                        + ", "
                        + v
                        + " in "
                        + expression(grammar.chance(50) ? Kind.OBJECT : Kind.ARRAY, 1)
                        + "\n"
                        + body(1)
                        + "}";
            }
            case 4 -> name + " := " + expression(Kind.ANY, 1) + " if {\n" + body(3) + "}";
            case 5 -> name + " if {\n" + body(3) + "}";
            case 6 -> {
                String x = variable();
                yield name + " := [" + x + " | " + x + " := " + here + "[input.s]]";
            }
            case 7 -> {
                String x = variable();
                yield name + " := " + x + " if {\n\t" + x + " := " + functionCall() + "\n}";
            }
            default -> {
                String p = variable();
                String v = variable();
                yield name
                        + " := {["
                        + p
                        + ", "
                        + v
                        + "] |\n\twalk("
                        + expression(Kind.OBJECT, 1)
                        + ", ["
                        + p
                        + ", "
                        + v
                        + "])\n\tnot is_object("
                        + v
                        + ")\n}";
            }
        };
    }

    private String functionCall() {
        int function = grammar.below(3);
        String more = function == 0 ? ", " + expression(Kind.ANY, 1) : "";
        return "f" + function + "(" + dynamic() + more + ")";
    }

    /** With something of any type: the compiler refuses to ask whether a text equals a number. */
    private String comparison(int depth) {
        String operator = grammar.pick(COMPARISONS);
        boolean equality = operator.equals("==") || operator.equals("!=");
        return operator + " " + (equality ? dynamic() : expression(Kind.ANY, depth));
    }

    private String variable() {
        return "v" + variables++;
    }

    private Kind collection() {
        return grammar.pick(List.of(Kind.ARRAY, Kind.SET, Kind.OBJECT));
    }

    private String body(int statements) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 1 + grammar.below(statements); i++) {
            body.append('\t').append(statement()).append('\n');
        }
        return body.toString();
    }

    private String statement() {
        return switch (grammar.below(11)) {
            case 0 -> expression(Kind.TRUTH, 2);
            case 1 -> "not " + expression(Kind.TRUTH, 1);
            case 2 -> {
                String x = variable();
                yield x + " := " + expression(Kind.ANY, 2) + "\n\t" + x + " " + comparison(1);
            }
            case 3 -> {
                String a = variable();
                String b = variable();
                yield "["
                        + a
                        + ", "
                        + b
                        + "] = ["
                        + expression(Kind.ANY, 1)
                        + ", "
                        + dynamic()
                        + "]\n\t"
                        + a
                        + " != "
                        + b;
            }
            case 4 -> {
                String x = variable();
                yield "every "
                        + x
                        + " in "
                        + expression(collection(), 1)
                        + " {\n\t\t"
                        + x
                        + " "
                        + comparison(1)
                        + "\n\t}";
            }
            case 5 -> {
                String keyed = grammar.chance(40) ? grammar.literal(Kind.TEXT) + ", " : "";
                yield keyed + dynamic() + " in " + expression(Kind.OBJECT, 1);
            }
            case 6 ->
                    here
                            + ".r0 "
                            + comparison(0)
                            + " with input as "
                            + grammar.literal(Kind.OBJECT);
            case 7 ->
                    "input."
                            + grammar.pick(List.of("n", "s", "x", "o.a"))
                            + " with input.n as "
                            + grammar.literal(Kind.NUMBER);
            case 8 -> {
                String x = variable();
                yield "some "
                        + x
                        + "\n\t"
                        + expression(Kind.ARRAY, 1)
                        + "["
                        + x
                        + "] == "
                        + dynamic();
            }
            case 9 ->
                    "data.d."
                            + grammar.pick(List.of("l[_]", "m.k", "m[input.s]"))
                            + " "
                            + grammar.pick(COMPARISONS)
                            + " "
                            + dynamic();
            default ->
                    expression(Kind.NUMBER, 1)
                            + " "
                            + grammar.pick(COMPARISONS)
                            + " "
                            + expression(Kind.NUMBER, 1);
        };
    }

    private String dynamic() {
        return "input."
                + grammar.pick(
                        List.of("x", "n", "s", "a", "o", "b", "o.a", "a[0]", "a[1]", "missing"));
    }

    private String expression(Kind kind, int depth) {
        if (depth > 0 && grammar.chance(55)) {
            Call call = grammar.callOf(kind);
            if (call != null) {
                return call(call, depth - 1);
            }
        }
        if (grammar.chance(35)) {
            return input(kind);
        }
        if (depth > 0 && grammar.chance(45)) {
            String composed = composed(kind, depth - 1);
            if (!composed.isEmpty()) {
                return composed;
            }
        }
        return grammar.literal(kind);
    }

    String call(Call call, int depth) {
        List<String> arguments = new ArrayList<>();
        for (Kind argument : call.arguments()) {
            boolean special = !PLAIN.contains(argument) && argument != Kind.ANY;
            String expression =
                    grammar.chance(4)
                            ? dynamic()
                            : special ? grammar.literal(argument) : expression(argument, depth);
            arguments.add(expression);
        }
        return call.name() + "(" + String.join(", ", arguments) + ")";
    }

    private static String input(Kind kind) {
        return switch (kind) {
            case NUMBER, INTEGER -> "input.n";
            case TEXT -> "input.s";
            case TRUTH -> "input.b";
            case ARRAY -> "input.a";
            case OBJECT -> "input.o";
            case SET -> "{y | some y in input.a}";
            default -> "input.x";
        };
    }

    private String composed(Kind kind, int depth) {
        String x = variable();
        return switch (kind) {
            case NUMBER -> {
                String operator = grammar.pick(List.of("+", "-", "*"));
                yield "("
                        + expression(kind, depth)
                        + " "
                        + operator
                        + " "
                        + expression(kind, depth)
                        + ")";
            }
            case ARRAY ->
                    grammar.chance(50)
                            ? "["
                                    + expression(Kind.ANY, depth)
                                    + ", "
                                    + expression(Kind.ANY, depth)
                                    + "]"
                            : "["
                                    + x
                                    + " | some "
                                    + x
                                    + " in "
                                    + expression(collection(), depth)
                                    + "; "
                                    + x
                                    + " "
                                    + comparison(depth)
                                    + "]";
            case SET ->
                    grammar.chance(50)
                            ? "{"
                                    + expression(Kind.ANY, depth)
                                    + ", "
                                    + expression(Kind.ANY, depth)
                                    + "}"
                            : "{"
                                    + x
                                    + " | some "
                                    + x
                                    + " in "
                                    + expression(collection(), depth)
                                    + "}";
            case OBJECT -> {
                String k = variable();
                yield grammar.chance(50)
                        ? "{"
                                + grammar.literal(Kind.TEXT)
                                + ": "
                                + expression(Kind.ANY, depth)
                                + "}"
                        : "{"
                                + k
                                + ": "
                                + x
                                + " | some "
                                + k
                                + ", "
                                + x
                                + " in "
                                + expression(Kind.OBJECT, depth)
                                + "}";
            }
            default -> "";
        };
    }

    /** An input of the usual form, or of another one now and then. */
    String input() {
        List<String> members = new ArrayList<>();
        for (String name : List.of("n", "s", "b", "a", "o", "x")) {
            if (!grammar.chance(8)) {
                members.add("\"" + name + "\": " + json(grammar.chance(10) ? "x" : name));
            }
        }
        return "{" + String.join(", ", members) + "}";
    }

    private String json(String name) {
        return switch (name) {
            case "n" ->
                    grammar.pick(
                            List.of("0", "1", "2.5", "-3", "1e2", "12345678901234567890", "1.0"));
            case "s" ->
                    grammar.pick(
                            List.of(
                                    "\"\"",
                                    "\"a\"",
                                    "\"abc\"",
                                    "\"r0\"",
                                    "\"k\"",
                                    "\"ä<b>\"",
                                    "\"10\"",
                                    "\"\\u0000\""));
            case "b" -> grammar.pick(List.of("true", "false"));
            case "a" ->
                    grammar.pick(
                            List.of(
                                    "[]",
                                    "[1, 2]",
                                    "[\"a\", {\"b\": 1}]",
                                    "[[1], null]",
                                    "[3, 1, 2, 1]"));
            case "o" ->
                    grammar.pick(
                            List.of(
                                    "{}",
                                    "{\"a\": 1}",
                                    "{\"a\": {\"b\": [1]}, \"k\": 2}",
                                    "{\"x\": \"a\"}"));
            default -> json(grammar.pick(List.of("n", "s", "b", "a", "o")));
        };
    }
}
