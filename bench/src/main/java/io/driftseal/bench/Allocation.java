package io.driftseal.bench;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** How much a JVM has allocated, from outside. Asked last: the agent that answers takes memory. */
final class Allocation implements AutoCloseable {
    private final JMXConnector connector;
    private final MBeanServerConnection connection;

    private Allocation(JMXConnector connector, MBeanServerConnection connection) {
        this.connector = connector;
        this.connection = connection;
    }

    @SuppressWarnings("BanJNDI") // the address is the one that the attached process just gave us
    static Allocation of(long pid) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
        try {
            JMXConnector connector =
                    JMXConnectorFactory.connect(
                            new JMXServiceURL(machine.startLocalManagementAgent()));
            return new Allocation(connector, connector.getMBeanServerConnection());
        } finally {
            machine.detach();
        }
    }

    /** By all threads, virtual ones included, since the start. */
    long bytes() throws Exception {
        return (long)
                connection.getAttribute(
                        new ObjectName("java.lang:type=Threading"), "TotalThreadAllocatedBytes");
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
