package io.driftseal.kubernetes;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call to the API server that did not succeed. Closed: callers decide by type. */
public abstract sealed class KubernetesApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What the API server said: the fields of its {@code Status} and the audit header. */
    public record Answer(int code, String reason, String message, Optional<String> auditId) {}

    private final transient @Nullable Answer answer;

    private KubernetesApiException(Answer answer) {
        super(answer.code() + " " + answer.reason() + ": " + answer.message());
        this.answer = answer;
    }

    private KubernetesApiException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.answer = null;
    }

    /** The API server's own words; empty when it did not answer. */
    public Optional<Answer> answer() {
        return Optional.ofNullable(answer);
    }

    /** HTTP status, 0 when there was no answer. */
    public int code() {
        return answer == null ? 0 : answer.code();
    }

    /** Machine-readable reason, {@code AlreadyExists}; empty when there was no answer. */
    public String reason() {
        return answer == null ? "" : answer.reason();
    }

    /** The request in the API server's audit log. */
    public Optional<String> auditId() {
        return answer().flatMap(Answer::auditId);
    }

    /** The exception that stands for a refusal. */
    public static KubernetesApiException of(Answer answer) {
        return switch (answer.code()) {
            case 400, 405, 413, 415, 422 -> new Invalid(answer);
            case 401 -> new Unauthorized(answer);
            case 403 -> new Forbidden(answer);
            case 404 -> new NotFound(answer);
            case 409 -> new Conflict(answer);
            case 410 -> new Gone(answer);
            default -> new Unavailable(answer);
        };
    }

    /** 400, 413, 422 and the like: the same request will never succeed. */
    public static final class Invalid extends KubernetesApiException {
        private static final long serialVersionUID = 1L;

        private Invalid(Answer answer) {
            super(answer);
        }
    }

    /** 401: our credentials are not, or no longer, accepted. */
    public static final class Unauthorized extends KubernetesApiException {
        private static final long serialVersionUID = 1L;

        private Unauthorized(Answer answer) {
            super(answer);
        }
    }

    /** 403: RBAC or admission refused; the message says which. */
    public static final class Forbidden extends KubernetesApiException {
        private static final long serialVersionUID = 1L;

        private Forbidden(Answer answer) {
            super(answer);
        }
    }

    /** 404 to a write, or to a list of a type that is not served. */
    public static final class NotFound extends KubernetesApiException {
        private static final long serialVersionUID = 1L;

        private NotFound(Answer answer) {
            super(answer);
        }
    }

    /** 409: exists already, resourceVersion passed by, or a precondition that does not hold. */
    public static final class Conflict extends KubernetesApiException {
        private static final long serialVersionUID = 1L;

        private Conflict(Answer answer) {
            super(answer);
        }

        public boolean alreadyExists() {
            return reason().equals("AlreadyExists");
        }
    }

    /** 410: the resourceVersion or the page token is too old; list again. */
    public static final class Gone extends KubernetesApiException {
        private static final long serialVersionUID = 1L;

        private Gone(Answer answer) {
            super(answer);
        }
    }

    /** 429, 5xx and whatever else was answered: the request may succeed later. */
    public static final class Unavailable extends KubernetesApiException {
        private static final long serialVersionUID = 1L;

        private Unavailable(Answer answer) {
            super(answer);
        }
    }

    /** No answer that can be read: whether a write happened is not known. */
    public static final class Unreachable extends KubernetesApiException {
        private static final long serialVersionUID = 1L;

        public Unreachable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** An answer that is not what the API promises, or larger than what is read. */
    public static final class Unreadable extends KubernetesApiException {
        private static final long serialVersionUID = 1L;

        public Unreadable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
