package io.driftseal.rego.syntax;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The parsers of one text, which call each other, and what they share. */
final class Grammar {

    final TokenStream tokens;
    TermMemory memory = new TermMemory();
    final TermParser terms;
    final CollectionParser collections;
    final ReferenceParser references;
    final TemplateParser templates;
    final OperatorParser operators;
    final BodyParser bodies;
    final LiteralParser literals;
    final QuantifierParser quantifiers;
    final NegationParser negations;
    final LogicParser logic;
    final HeadParser heads;
    final RuleParser rules;
    final ImportParser imports;

    /** Whether {@code not} makes a body of what follows: once the module imports it. */
    boolean negatesBodies;

    private int depth;

    Grammar(TokenStream tokens) {
        this.tokens = tokens;
        terms = new TermParser(this);
        collections = new CollectionParser(this);
        references = new ReferenceParser(this);
        templates = new TemplateParser(this);
        operators = new OperatorParser(this);
        bodies = new BodyParser(this);
        literals = new LiteralParser(this);
        quantifiers = new QuantifierParser(this);
        negations = new NegationParser(this);
        logic = new LogicParser(this);
        heads = new HeadParser(this);
        rules = new RuleParser(this);
        imports = new ImportParser(this);
    }

    /**
     * Goes one level deeper; each has a {@link #leave}.
     *
     * @throws NestingException beyond {@link Term#MAXIMUM_DEPTH}
     */
    void enter() {
        depth = Term.deeper(depth);
    }

    void leave() {
        depth--;
    }

    /** Whether {@code and} or {@code or} is a keyword by now. */
    boolean hasLogic() {
        return tokens.keywords().contains("and") || tokens.keywords().contains("or");
    }

    /** Whether the current token may name an element of a reference although it is a keyword. */
    boolean isKeywordInReferences() {
        String word = tokens.token().kind().text();
        return Keywords.inV1(word) || tokens.keywords().contains(word);
    }

    /** Takes a keyword right before a dot or a bracket for the name that it is there. */
    boolean retagBeforeReference() {
        if (!isKeywordInReferences() || !tokens.peek(true).continuesReference()) {
            return false;
        }
        tokens.retag(TokenKind.IDENTIFIER);
        return true;
    }

    /**
     * What {@code parser} makes of the text with all keywords, importable ones too; the stream
     * stays where it is.
     */
    <T> @Nullable T ahead(Supplier<@Nullable T> parser) {
        TokenStream.Mark mark = tokens.mark();
        TermMemory known = memory;
        memory = new TermMemory();
        tokens.keywords(tokens.keywords().and(Keywords.FUTURE));
        T made = parser.get();
        memory = known;
        tokens.reset(mark);
        return made;
    }
}
