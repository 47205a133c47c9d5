package io.driftseal.rego.syntax;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a text with a current one, the comments between them, and what was found wrong; all
 * of it can be put back to where it was.
 */
final class TokenStream {

    /** A state to go back or forward to. */
    record Mark(
            Scanner.Position position,
            Token token,
            int lastEnd,
            int wildcards,
            boolean skippedLineEnd,
            @Nullable Chain<Comment> comments,
            @Nullable Chain<SyntaxError> errors,
            @Nullable Chain<String> hints) {}

    private static final long BYTES_PER_TOKEN = 200;

    private final byte[] source;
    private final Scanner scanner;
    private final Work work;
    private Token token = new Token(TokenKind.ILLEGAL, "", new Location(0, 0, 0, 0));
    private int lastEnd;
    private int wildcards;
    private boolean skippedLineEnd;
    private @Nullable Chain<Comment> comments;
    private @Nullable Chain<SyntaxError> errors;
    private @Nullable Chain<String> hints;

    TokenStream(byte[] source, Work work) {
        this.source = source;
        this.scanner = new Scanner(source);
        this.work = work;
    }

    Mark mark() {
        return new Mark(
                scanner.position(),
                token,
                lastEnd,
                wildcards,
                skippedLineEnd,
                comments,
                errors,
                hints);
    }

    void reset(Mark mark) {
        scanner.reset(mark.position());
        token = mark.token();
        lastEnd = mark.lastEnd();
        wildcards = mark.wildcards();
        skippedLineEnd = mark.skippedLineEnd();
        comments = mark.comments();
        errors = mark.errors();
        hints = mark.hints();
    }

    /** Counts work that is no token. */
    void step() {
        work.step(1);
    }

    Token token() {
        return token;
    }

    boolean at(TokenKind kind) {
        return token.is(kind);
    }

    Location location() {
        return token.location();
    }

    int offset() {
        return token.location().offset();
    }

    /** Reads the current token as something else. */
    void retag(TokenKind kind) {
        token = token.as(kind);
    }

    /** Where the token before the current one ends, white space aside. */
    int lastEnd() {
        return lastEnd;
    }

    /** From there to the end of the last token. */
    Location span(Location begin) {
        return begin.to(lastEnd);
    }

    /** Whether a line ended between the last token and the current one. */
    boolean skippedLineEnd() {
        return skippedLineEnd;
    }

    Keywords keywords() {
        return scanner.keywords();
    }

    /** From the next token on. */
    void keywords(Keywords others) {
        scanner.keywords(others);
    }

    /** To the next token that is no white space. */
    void next() {
        advance(true, Scanner.Mode.CODE);
    }

    /** To the next token, which may be white space. */
    void nextOrSpace() {
        advance(false, Scanner.Mode.CODE);
    }

    /** To the next part of a template, from the brace that ends an expression within it. */
    void nextOfTemplate(boolean raw) {
        advance(false, raw ? Scanner.Mode.RAW_TEMPLATE : Scanner.Mode.TEMPLATE);
    }

    /** The kind of the token behind the current one; white space counts if asked for. */
    TokenKind peek(boolean space) {
        Mark mark = mark();
        advance(!space, Scanner.Mode.CODE);
        TokenKind kind = token.kind();
        reset(mark);
        return kind;
    }

    private void advance(boolean skipSpace, Scanner.Mode mode) {
        if (!at(TokenKind.WHITESPACE)) {
            // White space never moves the end of what was read.
            lastEnd = token.location().end();
            skippedLineEnd = false;
        }
        while (true) {
            token = scanner.scan(mode);
            work.step(1 + token.text().length() / 16);
            for (String problem : scanner.takeProblems()) {
                fail(problem);
                retag(TokenKind.ILLEGAL);
            }
            if (at(TokenKind.WHITESPACE)) {
                skippedLineEnd |= token.text().equals("\n");
                if (skipSpace) {
                    continue;
                }
            }
            if (!at(TokenKind.COMMENT)) {
                work.allocate(BYTES_PER_TOKEN + token.text().length());
                return;
            }
            comments = Chain.after(comments, Comment.of(source, token.location()));
        }
    }

    /** A name for a wildcard that no other has: {@code $0}. */
    String wildcard() {
        return "$" + wildcards++;
    }

    List<Comment> comments() {
        return Chain.toList(comments);
    }

    int commentCount() {
        return Chain.sizeOf(comments);
    }

    List<SyntaxError> errors() {
        return Chain.toList(errors);
    }

    boolean hasErrors() {
        return errors != null;
    }

    /** A word to go with the next error. */
    void hint(String hint) {
        hints = Chain.after(hints, hint);
    }

    boolean hasHints() {
        return hints != null;
    }

    /** Something is wrong at the current token. */
    void fail(String message) {
        fail(location(), message);
    }

    void fail(Location location, String message) {
        List<String> with = Chain.toList(hints);
        String hinted =
                with.isEmpty()
                        ? message
                        : message
                                + (with.size() == 1 ? " (hint: " : " (hints: ")
                                + String.join(", ", with)
                                + ")";
        errors = Chain.after(errors, new SyntaxError(hinted, location, true));
        hints = null;
    }

    /** The current token cannot be here. */
    void unexpected() {
        unexpected("");
    }

    /**
     * The current token cannot be here.
     *
     * @param note what was expected, or empty
     */
    void unexpected(String note) {
        if (at(TokenKind.ILLEGAL)) {
            fail("illegal token");
            return;
        }
        String what = token.kind().isKeyword() ? "keyword" : "token";
        String message = "unexpected " + token.kind().text() + " " + what;
        fail(note.isEmpty() ? message : message + ": " + note);
    }

    /** What is written between these offsets. */
    String text(int from, int to) {
        boolean within = from >= 0 && from < source.length && to >= from && to <= source.length;
        return within ? new String(source, from, to - from, StandardCharsets.UTF_8) : "";
    }
}
