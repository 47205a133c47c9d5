package io.driftseal.service.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A service's meters: {@code driftseal_<service>_<name>} in Prometheus form, durations in seconds,
 * counters ending in {@code _total}. Names are given with dots: {@code counter("records.dropped")}
 * of the webhook is {@code driftseal_webhook_records_dropped_total}.
 *
 * <p>Tag values must come from a closed set (outcome, operation, reason code), never from a
 * request.
 */
public final class ServiceMetrics implements AutoCloseable {
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Fine below 10 ms, where an admission call should live; the API server gives up at 30 s. */
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
    };

    private final String prefix;
    private final PrometheusMeterRegistry registry;

    /** As many as there are combinations of tags, which are closed sets. */
    private final Map<Known, Counter> counters = new ConcurrentHashMap<>();

    private final Map<Known, Timer> timers = new ConcurrentHashMap<>();
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

    private ServiceMetrics(String prefix, PrometheusMeterRegistry registry) {
        this.prefix = prefix;
        this.registry = registry;
    }

    /**
     * Meters of the process, with those of its JVM.
     *
     * @param service the name in mutual TLS: {@code webhook}, {@code drift-scanner}, ...
     */
    public static ServiceMetrics create(String service) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ServiceMetrics metrics =
                new ServiceMetrics("driftseal." + service.replace('-', '_') + ".", registry);
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        metrics.garbageCollection.bindTo(registry);
        return metrics;
    }

    /** The registry, for meters that this class has no method for. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Adds the service's prefix. */
    public String name(String name) {
        return prefix + name;
    }

    /** The counter of these tags (name, value, name, value, ...). */
    public Counter counter(String name, String... tags) {
        return counters.computeIfAbsent(
                Known.of(name, tags), known -> registry.counter(name(name), tags));
    }

    /** The timer of these tags, with a histogram. */
    public Timer timer(String name, String... tags) {
        return timers.computeIfAbsent(
                Known.of(name, tags),
                known ->
                        Timer.builder(name(name))
                                .tags(tags)
                                .serviceLevelObjectives(BUCKETS)
                                .register(registry));
    }

    /** A value read at every scrape; {@code value} must not block. */
    public void gauge(String name, Supplier<Number> value, String... tags) {
        Gauge.builder(name(name), value).tags(tags).strongReference(true).register(registry);
    }

    /** Everything in the Prometheus text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
    }

    /** To find a meter by its parts costs less than to build it and find that it exists. */
    private record Known(String name, List<String> tags) {
        static Known of(String name, String... tags) {
            return new Known(name, List.of(tags));
        }
    }
}
