package io.driftseal.rego.syntax;

import io.driftseal.rego.syntax.Expression.Form;
import io.driftseal.rego.syntax.Statement.Rule;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes a module as the value that OPA has of its JSON: no locations but those of comments, and no
 * field that is empty.
 */
final class TreeWriter {

    private static final long BYTES_PER_NODE = 250;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String file;
    private final byte[] source;
    private final Work work;

    /** What OPA has for a template of no parts: null where it was read, an array in copies. */
    private RegoValue noParts = RegoNull.NULL;

    TreeWriter(String file, byte[] source, Work work) {
        this.file = file;
        this.source = source;
        this.work = work;
    }

    /** A tree that OPA cannot write, or not read again. */
    static final class UnwritableException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnwritableException(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * The value of a module.
     *
     * @throws UnwritableException if there is none
     */
    RegoObject write(ModuleTree module) {
        RegoObject.Builder made = RegoObject.builder();
        made.put(
                "package",
                RegoObject.builder().put("path", terms(module.packageClause().path())).build());
        putUnlessEmpty(made, "imports", module.imports(), this::importStatement);
        putUnlessEmpty(made, "rules", module.rules(), this::rule);
        putUnlessEmpty(made, "comments", module.comments(), this::comment);
        return made.build();
    }

    private static <T> void putUnlessEmpty(
            RegoObject.Builder made,
            String name,
            List<T> items,
            Function<? super T, RegoValue> writer) {
        if (!items.isEmpty()) {
            made.put(name, all(items, writer));
        }
    }

    private static <T> RegoArray all(Collection<T> items, Function<? super T, RegoValue> writer) {
        List<RegoValue> values = new ArrayList<>(items.size());
        items.forEach(item -> values.add(writer.apply(item)));
        return RegoArray.copyOf(values);
    }

    private RegoObject.Builder node() {
        work.step(1);
        work.allocate(BYTES_PER_NODE);
        return RegoObject.builder();
    }

    /** What OPA writes as JSON it reads as Rego again, which has no such marks. */
    private static RegoString text(String text) {
        if (text.indexOf(BYTE_ORDER_MARK) >= 0) {
            throw new UnwritableException(
                    "failed to parse term: 1 error occurred: rego_parse_error: illegal byte-order"
                            + " mark");
        }
        return RegoString.of(text);
    }

    private RegoValue comment(Comment comment) {
        RegoObject.Builder location = node();
        location.put("file", text(file));
        location.put("row", RegoNumber.of(comment.location().row()));
        location.put("col", RegoNumber.of(comment.location().column()));
        return node().put("Text", commentText(comment)).put("Location", location.build()).build();
    }

    private RegoValue commentText(Comment comment) {
        if (comment.to() < comment.from()) {
            return RegoNull.NULL;
        }
        byte[] text = Arrays.copyOfRange(source, comment.from(), comment.to());
        work.allocate(text.length * 2L);
        return RegoString.of(Base64.getEncoder().encodeToString(text));
    }

    private RegoValue importStatement(Statement.Import made) {
        RegoObject.Builder value = node().put("path", term(made.path()));
        String alias = made.alias() == null ? null : made.alias().variableName();
        if (alias != null) {
            value.put("alias", RegoString.of(alias));
        }
        return value.build();
    }

    private RegoValue rule(Rule rule) {
        return rule(rule, rule.head().copied()).build();
    }

    private RegoObject.Builder rule(Rule rule, boolean valueIsCopied) {
        RegoObject.Builder value = node().put("head", head(rule.head(), valueIsCopied));
        value.put("body", body(rule.body()));
        if (rule.otherwise() != null) {
            value.put("else", rule(rule.otherwise(), false).build());
        }
        putIf(value, "default", rule.isDefault());
        return value;
    }

    private static void putIf(RegoObject.Builder value, String name, boolean flag) {
        if (flag) {
            value.put(name, RegoBoolean.TRUE);
        }
    }

    private RegoValue head(Head head, boolean valueIsCopied) {
        noParts = head.copied() ? RegoArray.EMPTY : RegoNull.NULL;
        RegoObject.Builder value = node().put("ref", terms(head.reference()));
        if (!head.name().isEmpty()) {
            value.put("name", RegoString.of(head.name()));
        }
        putUnlessEmpty(value, "args", head.arguments(), this::term);
        if (head.key() != null) {
            value.put("key", term(head.key()));
        }
        noParts = valueIsCopied ? RegoArray.EMPTY : RegoNull.NULL;
        if (head.value() != null) {
            value.put("value", term(head.value()));
        }
        noParts = RegoNull.NULL;
        putIf(value, "assign", head.assigns());
        return value.build();
    }

    private RegoArray body(List<Expression> body) {
        List<RegoValue> values = new ArrayList<>(body.size());
        for (Expression expression : body) {
            values.add(expression(expression, values.size()));
        }
        return RegoArray.copyOf(values);
    }

    private RegoValue expression(Expression expression, int index) {
        RegoObject.Builder value = node().put("index", RegoNumber.of(index));
        value.put("terms", form(expression.form()));
        putIf(value, "negated", expression.negated());
        putIf(value, "generated", expression.generated());
        putUnlessEmpty(
                value,
                "with",
                expression.with(),
                with ->
                        node().put("target", term(with.target()))
                                .put("value", term(with.value()))
                                .build());
        return value.build();
    }

    private RegoValue form(Form form) {
        return switch (form) {
            case Form.Declaration(List<Term> symbols) ->
                    node().put("symbols", terms(symbols)).build();
            case Form.Single(Term term) -> term(term);
            case Form.Application(List<Term> terms) -> terms(terms);
            case Form.Every every ->
                    node().put("key", termOrNull(every.key()))
                            .put("value", term(every.value()))
                            .put("domain", term(every.domain()))
                            .put("body", body(every.body()))
                            .build();
            case Form.Negation(List<Expression> body, boolean explicit) ->
                    node().put("type", RegoString.of("not"))
                            .put("body", body(body))
                            .put("explicit_body", RegoBoolean.of(explicit))
                            .build();
            case Form.Logical logical -> logical(logical);
        };
    }

    private RegoValue logical(Form.Logical logical) {
        RegoObject.Builder value =
                node().put("type", RegoString.of(logical.operator().text()))
                        .put("lhs", body(logical.left().body()))
                        .put("rhs", body(logical.right().body()));
        putIf(value, "explicit_lhs", logical.left().explicit());
        putIf(value, "explicit_rhs", logical.right().explicit());
        return value.build();
    }

    private RegoValue termOrNull(@Nullable Term term) {
        return term == null ? RegoNull.NULL : term(term);
    }

    private RegoArray terms(Collection<Term> terms) {
        return all(terms, this::term);
    }

    private RegoValue term(Term term) {
        return node().put("type", RegoString.of(term.value().kind()))
                .put("value", value(term.value()))
                .build();
    }

    private RegoValue value(TermValue value) {
        return switch (value) {
            case TermValue.Scalar(RegoValue scalar) -> scalar(scalar);
            case TermValue.Template template -> template(template);
            case TermValue.Variable(String name) -> RegoString.of(name);
            case TermValue.Reference(List<Term> terms) -> terms(terms);
            case TermValue.Items(List<Term> terms) -> terms(terms);
            case TermValue.Pairs(var pairs) ->
                    all(pairs, pair -> RegoArray.of(term(pair.key()), term(pair.value())));
            case TermValue.Members(var terms) -> terms(terms);
            case TermValue.Comprehension made -> comprehension(made);
            case TermValue.Call(List<Term> terms) -> terms(terms);
        };
    }

    private static RegoValue scalar(RegoValue scalar) {
        return switch (scalar) {
            case RegoNull _ -> RegoObject.EMPTY;
            case RegoString string -> text(string.text());
            case RegoNumber number when !number.isJson() ->
                    throw new UnwritableException(
                            "json: invalid number literal \"" + number.literal() + "\"");
            default -> scalar;
        };
    }

    private RegoValue template(TermValue.Template template) {
        RegoValue parts =
                template.parts().isEmpty()
                        ? noParts
                        : all(
                                template.parts(),
                                part ->
                                        switch (part) {
                                            case Term term -> term(term);
                                            case Expression inner -> expression(inner, 0);
                                        });
        return node().put("parts", parts).put("multi_line", RegoBoolean.of(template.raw())).build();
    }

    private RegoValue comprehension(TermValue.Comprehension made) {
        RegoObject.Builder value = node().put("body", body(made.body()));
        if (made.shape() == TermValue.Shape.OBJECT) {
            value.put("key", termOrNull(made.key()));
            value.put("value", term(made.term()));
        } else {
            value.put("term", term(made.term()));
        }
        return value.build();
    }
}
