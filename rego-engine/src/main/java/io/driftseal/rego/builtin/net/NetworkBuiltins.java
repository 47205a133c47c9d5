package io.driftseal.rego.builtin.net;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;

/**
 * Builtins that reach the network: {@code http.send} and {@code net.lookup_ip_addr}. Not in the
 * usual registry: an operator has to ask for this family, since a policy that uses it decides by
 * what others answer, and sends them what it puts into the request. Answers are recorded like any
 * other value that is no function of the arguments.
 */
public final class NetworkBuiltins implements BuiltinFamily {

    private final HttpExchange exchange;

    /**
     * The family, bounded.
     *
     * @param timeout how long a request may take at most, whatever the policy asks for
     * @param maximumResponseBytes larger bodies are an error
     */
    public NetworkBuiltins(Duration timeout, int maximumResponseBytes) {
        this.exchange = new HttpExchange(timeout, maximumResponseBytes);
    }

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of("http.send", this::send, "net.lookup_ip_addr", NetworkBuiltins::lookUp);
    }

    private RegoValue send(BuiltinContext context, RegoValue[] arguments) {
        RegoObject request = Operand.object(arguments, 1);
        boolean raise = raisesErrors(request);
        return context.nondeterministic(
                "http.send", RegoArray.of(request), random -> answer(context, request, raise));
    }

    private static boolean raisesErrors(RegoObject request) {
        return switch (request.get("raise_error")) {
            case null -> true;
            case RegoBoolean raise -> raise.value();
            default -> throw BuiltinException.of("invalid value for raise_error field");
        };
    }

    /** An error is an answer, too, where the request says that it does not want it raised. */
    private RegoValue answer(BuiltinContext context, RegoObject request, boolean raise) {
        try {
            HttpRequests.validate(request);
            return exchange.send(context, request);
        } catch (BuiltinException refused) {
            if (raise || refused.kind().halting()) {
                throw refused;
            }
            return error("eval_http_send_internal_error", refused.problem());
        } catch (IOException | IllegalArgumentException failed) {
            String problem = String.valueOf(failed.getMessage());
            if (raise) {
                throw BuiltinException.of(problem);
            }
            return error("eval_http_send_network_error", problem);
        }
    }

    private static RegoValue error(String code, String message) {
        RegoObject error =
                RegoObject.builder()
                        .put("code", RegoString.of(code))
                        .put("message", RegoString.of(message))
                        .build();
        return RegoObject.builder().put("status_code", RegoNumber.ZERO).put("error", error).build();
    }

    private static RegoValue lookUp(BuiltinContext context, RegoValue[] arguments) {
        String name = Operand.string(arguments, 1);
        return context.nondeterministic(
                "net.lookup_ip_addr", RegoString.of(name), random -> addresses(name));
    }

    private static RegoValue addresses(String name) {
        if (name.isEmpty()) {
            // To the JDK that is this machine.
            throw BuiltinException.of("lookup : no such host");
        }
        try {
            RegoSet.Builder addresses = RegoSet.builder();
            for (InetAddress address : InetAddress.getAllByName(name)) {
                addresses.add(RegoString.of(IpAddress.print(address.getAddress())));
            }
            return addresses.build();
        } catch (UnknownHostException unknown) {
            throw BuiltinException.of("lookup " + name + ": no such host");
        }
    }
}
