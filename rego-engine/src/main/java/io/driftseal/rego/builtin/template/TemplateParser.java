package io.driftseal.rego.builtin.template;

import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.template.TemplateNode.Choice;
import io.driftseal.rego.builtin.template.TemplateNode.Command;
import io.driftseal.rego.builtin.template.TemplateNode.Constant;
import io.driftseal.rego.builtin.template.TemplateNode.Dot;
import io.driftseal.rego.builtin.template.TemplateNode.Function;
import io.driftseal.rego.builtin.template.TemplateNode.Group;
import io.driftseal.rego.builtin.template.TemplateNode.Loop;
import io.driftseal.rego.builtin.template.TemplateNode.Operand;
import io.driftseal.rego.builtin.template.TemplateNode.Output;
import io.driftseal.rego.builtin.template.TemplateNode.Path;
import io.driftseal.rego.builtin.template.TemplateNode.Pipeline;
import io.driftseal.rego.builtin.template.TemplateNode.Text;
import io.driftseal.rego.builtin.template.TemplateNode.Variable;
import io.driftseal.rego.value.RegoNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads templates. */
final class TemplateParser {

    private static final int MAXIMUM_DEPTH = 100;

    private static final Pattern TOKEN =
            Pattern.compile(
                    "\\s*+(?:(\"(?:[^\"\\\\]|\\\\.)*+\")|`([^`]*+)`|(:=|=|,|\\||\\(|\\))|(\\$\\w*+|\\.\\w++|\\.|-?[0-9][\\w.]*+|\\w++))");

    private final String template;
    private int at;
    private List<String> tokens = List.of();
    private int next;
    private int depth;
    private boolean trimNext;

    private TemplateParser(String template) {
        this.template = template;
    }

    /**
     * The parts of a template.
     *
     * @throws BuiltinException where it is none
     */
    static List<TemplateNode> parse(String template) {
        TemplateParser parser = new TemplateParser(template);
        List<TemplateNode> nodes = parser.nodes();
        if (!parser.tokens.isEmpty()) {
            throw error("unexpected {{" + parser.tokens.getFirst() + "}}");
        }
        return nodes;
    }

    private static BuiltinException error(String problem) {
        return BuiltinException.of("template: template:1: " + problem);
    }

    /**
     * Parts up to an action that ends them, which is left as the current one; none at the end of
     * the text.
     */
    private List<TemplateNode> nodes() {
        if (++depth > MAXIMUM_DEPTH) {
            throw error("nested more than " + MAXIMUM_DEPTH + " times");
        }
        List<TemplateNode> nodes = new ArrayList<>();
        while (true) {
            boolean action = text(nodes);
            if (!action) {
                tokens = List.of();
                depth--;
                return nodes;
            }
            if (tokens.isEmpty()) {
                continue;
            }
            switch (tokens.getFirst()) {
                case "end", "else" -> {
                    depth--;
                    return nodes;
                }
                case "if", "with" -> nodes.add(choice(tokens.getFirst().equals("with")));
                case "range" -> nodes.add(loop());
                case "define", "template", "block", "break", "continue" ->
                        throw error("{{" + tokens.getFirst() + "}} is not supported");
                default -> nodes.add(output());
            }
        }
    }

    /**
     * Adds the text before the next action and reads that action's tokens; false where there is
     * none.
     */
    private boolean text(List<TemplateNode> nodes) {
        int open = template.indexOf("{{", at);
        String text = template.substring(at, open < 0 ? template.length() : open);
        boolean trimBefore = open >= 0 && template.startsWith("{{- ", open);
        text = trimNext ? text.stripLeading() : text;
        text = trimBefore ? text.stripTrailing() : text;
        if (!text.isEmpty()) {
            nodes.add(new Text(text));
        }
        trimNext = false;
        if (open < 0) {
            at = template.length();
            return false;
        }
        int start = open + (trimBefore ? 4 : 2);
        if (template.startsWith("/*", start)) {
            int end = template.indexOf("*/", start);
            int close = end < 0 ? -1 : template.indexOf("}}", end);
            if (close < 0) {
                throw error("unclosed comment");
            }
            trimNext = template.startsWith(" -", end + 2);
            at = close + 2;
            tokens = List.of();
            return true;
        }
        tokenize(start);
        return true;
    }

    private void tokenize(int start) {
        List<String> read = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(template);
        int position = start;
        while (true) {
            Matcher end =
                    Pattern.compile("\\s*+(\\s-)?}}")
                            .matcher(template)
                            .region(position, template.length());
            if (end.lookingAt() || trimmedEnd(position)) {
                break;
            }
            if (!matcher.region(position, template.length()).lookingAt()) {
                throw error("unclosed action");
            }
            read.add(matcher.group().strip());
            position = matcher.end();
        }
        int close = template.indexOf("}}", position);
        trimNext = template.substring(position, close).strip().equals("-");
        at = close + 2;
        if (read.isEmpty()) {
            throw error("missing value for command");
        }
        tokens = read;
        next = 0;
    }

    private boolean trimmedEnd(int position) {
        String rest = template.substring(position).stripLeading();
        return rest.startsWith("-}}");
    }

    private String peek() {
        return next < tokens.size() ? tokens.get(next) : "";
    }

    private boolean accept(String token) {
        boolean there = peek().equals(token);
        next += there ? 1 : 0;
        return there;
    }

    private TemplateNode output() {
        String variable = "";
        boolean declares = false;
        if (peek().startsWith("$") && next + 1 < tokens.size()) {
            String operator = tokens.get(next + 1);
            if (operator.equals(":=") || operator.equals("=")) {
                variable = peek();
                declares = operator.equals(":=");
                next += 2;
            }
        }
        return new Output(variable, declares, wholePipeline());
    }

    private TemplateNode choice(boolean with) {
        next++;
        String variable = "";
        if (peek().startsWith("$")
                && next + 1 < tokens.size()
                && tokens.get(next + 1).equals(":=")) {
            variable = peek();
            next += 2;
        }
        Pipeline pipeline = wholePipeline();
        List<TemplateNode> then = nodes();
        return new Choice(with, variable, pipeline, then, otherwise());
    }

    private TemplateNode loop() {
        next++;
        String index = "";
        String element = "";
        int assigned = tokens.indexOf(":=");
        if (assigned > 0) {
            element = tokens.get(assigned - 1);
            index = assigned > 2 ? tokens.get(1) : "";
            next = assigned + 1;
        }
        Pipeline pipeline = wholePipeline();
        List<TemplateNode> body = nodes();
        return new Loop(index, element, pipeline, body, otherwise());
    }

    /** What follows {@code else}, up to the end that is shared. */
    private List<TemplateNode> otherwise() {
        if (tokens.isEmpty()) {
            throw error("unexpected EOF");
        }
        if (tokens.getFirst().equals("end")) {
            return List.of();
        }
        next = 1;
        if (peek().equals("if") || peek().equals("with")) {
            boolean with = peek().equals("with");
            return List.of(choice(with));
        }
        List<TemplateNode> otherwise = nodes();
        if (tokens.isEmpty() || !tokens.getFirst().equals("end")) {
            throw error("expected end");
        }
        return otherwise;
    }

    private Pipeline wholePipeline() {
        Pipeline pipeline = pipeline();
        if (next < tokens.size()) {
            throw error("unexpected <" + peek() + "> in command");
        }
        return pipeline;
    }

    private Pipeline pipeline() {
        List<Command> commands = new ArrayList<>();
        do {
            List<Operand> operands = new ArrayList<>();
            while (next < tokens.size() && !peek().equals("|") && !peek().equals(")")) {
                operands.add(operand());
            }
            if (operands.isEmpty()) {
                throw error("missing value for command");
            }
            commands.add(new Command(operands));
        } while (accept("|"));
        return new Pipeline(commands);
    }

    private Operand operand() {
        String token = tokens.get(next++);
        Operand start =
                switch (token.charAt(0)) {
                    case '(' -> {
                        Pipeline inner = pipeline();
                        if (!accept(")")) {
                            throw error("unclosed left paren");
                        }
                        yield new Group(inner);
                    }
                    case '$' -> new Variable(token);
                    case '.' -> new Dot();
                    case '"' -> new Constant(unquoted(token));
                    case '`' -> new Constant(token.substring(1, token.length() - 1));
                    default -> word(token);
                };
        List<String> fields = new ArrayList<>();
        if (token.startsWith(".") && token.length() > 1) {
            fields.add(token.substring(1));
        }
        while (peek().startsWith(".") && peek().length() > 1 && adjacent()) {
            fields.add(peek().substring(1));
            next++;
        }
        return fields.isEmpty() ? start : new Path(start, fields);
    }

    /**
     * Whether the next token touches the one before: {@code .a.b} is one path, {@code .a .b} are
     * two.
     */
    private boolean adjacent() {
        return template.lastIndexOf(tokens.get(next - 1) + peek(), at) >= 0;
    }

    private static Operand word(String token) {
        return switch (token) {
            case "true" -> new Constant(true);
            case "false" -> new Constant(false);
            case "nil" -> throw error("nil is not a command");
            default -> {
                char first = token.charAt(0);
                boolean number = (first >= '0' && first <= '9') || first == '-';
                yield number ? new Constant(number(token)) : new Function(token);
            }
        };
    }

    private static RegoNumber number(String token) {
        try {
            return RegoNumber.parse(token);
        } catch (NumberFormatException malformed) {
            throw error("bad number syntax: \"" + token + "\"");
        }
    }

    private static String unquoted(String token) {
        return token.substring(1, token.length() - 1).translateEscapes();
    }
}
