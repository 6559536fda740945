package dev.oriel.bench;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What the threads of another JVM of this machine have allocated. */
final class Allocation implements AutoCloseable {

    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    private Allocation(JMXConnector connector, MBeanServerConnection beans) {
        this.connector = connector;
        this.beans = beans;
    }

    /** Of the process with this number. */
    @SuppressWarnings("BanJNDI") // the address is that of a process which the benchmark has started
    static Allocation of(long pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            String address = machine.startLocalManagementAgent();
            machine.detach();
            JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
            return new Allocation(connector, connector.getMBeanServerConnection());
        } catch (IOException | AttachNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** Bytes, since it was started. */
    long bytes() {
        try {
            return (Long) beans.getAttribute(new ObjectName("java.lang:type=Threading"), "TotalThreadAllocatedBytes");
        } catch (JMException | IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
