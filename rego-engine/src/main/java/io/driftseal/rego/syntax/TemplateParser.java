package io.driftseal.rego.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Templates: texts with expressions in braces. */
final class TemplateParser {

    private final Grammar grammar;
    private final TokenStream tokens;

    TemplateParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /** From the first part to the last, which is the current token then. */
    @Nullable Term template(boolean raw) {
        Location begin = tokens.location();
        List<TemplatePart> parts = new ArrayList<>();
        while (true) {
            String text = text(raw);
            if (text == null) {
                return null;
            }
            if (!text.isEmpty()) {
                parts.add(Term.text(text, tokens.location()));
            }
            if (tokens.at(TokenKind.TEMPLATE_END) || tokens.at(TokenKind.RAW_TEMPLATE_END)) {
                return new Term(new TermValue.Template(List.copyOf(parts), raw), begin);
            }
            TemplatePart part = expression();
            if (part == null) {
                return null;
            }
            parts.add(part);
            if (!tokens.at(TokenKind.RIGHT_BRACE)) {
                tokens.fail("expected } to end template string expression");
                return null;
            }
            tokens.nextOfTemplate(raw);
        }
    }

    private @Nullable String text(boolean raw) {
        switch (tokens.token().kind()) {
            case TEMPLATE_PART, TEMPLATE_END, RAW_TEMPLATE_PART, RAW_TEMPLATE_END -> {}
            default -> {
                tokens.fail("expected template-string part");
                return null;
            }
        }
        String written = tokens.token().text();
        String inner = written.substring(1, written.length() - 1);
        String text = raw ? inner : Escapes.resolve(inner);
        if (text == null) {
            tokens.fail("illegal template-string part: " + written);
        }
        return text;
    }

    /** A scalar without a comment before it is a term, all else an expression. */
    private @Nullable TemplatePart expression() {
        int comments = tokens.commentCount();
        tokens.next();
        boolean commented = tokens.commentCount() != comments;
        Expression expression = grammar.literals.literal();
        if (expression == null) {
            tokens.fail("invalid template-string expression");
            return null;
        }
        String unwanted = unwanted(expression);
        if (!unwanted.isEmpty()) {
            tokens.fail(
                    expression.location(),
                    "unexpected " + unwanted + " in template-string expression");
            return null;
        }
        return !commented
                        && expression.form() instanceof Expression.Form.Single(Term term)
                        && term.value() instanceof TermValue.Scalar
                ? term
                : expression;
    }

    private static String unwanted(Expression expression) {
        if (expression.negated()) {
            return "negation ('not')";
        }
        if (expression.applies(TokenKind.UNIFY.text())) {
            return "unification ('=')";
        }
        if (expression.applies(TokenKind.ASSIGN.text())) {
            return "assignment (':=')";
        }
        return switch (expression.form()) {
            case Expression.Form.Every _ -> "'every'";
            case Expression.Form.Declaration _ -> "'some'";
            default -> "";
        };
    }
}
