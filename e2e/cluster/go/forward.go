package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"time"
)

// forwarder carries the streams of one session, which belongs to one pod (not to its name: a successor is another pod).
type forwarder struct {
	pods *pods
	pod  *pod
}

// PortForward does what containerd's criService.portForward does (CRI-O has the same lines): it copies both
// directions, gives the second one second when the first has ended, and never passes a half-close on to the application.
// The one thing added is the pod's end, which in a real one closes the application's sockets.
func (f *forwarder) PortForward(_ context.Context, sandbox, _ string, port int32, stream io.ReadWriteCloser) error {
	if f.pod.gone() {
		return fmt.Errorf("failed to find sandbox %q in store: not found", sandbox)
	}
	if !f.pod.running() {
		return fmt.Errorf("sandbox container %q is not running", sandbox)
	}
	conn, err := f.dial(port)
	if err != nil {
		return fmt.Errorf("failed to execute portforward in network namespace %q: failed to connect to localhost:%d "+
			"inside namespace %q, IPv4: %v IPv6 dial tcp6 [::1]:%d: connect: connection refused ",
			"/var/run/netns/cni-"+f.pod.uid, port, sandbox, err, port)
	}
	defer conn.Close()

	ended := make(chan error, 2)
	go func() {
		_, err := io.Copy(stream, conn)
		ended <- err
	}()
	go func() {
		_, err := io.Copy(conn, stream)
		ended <- err
	}()
	var first error
	select {
	case first = <-ended:
	case <-f.pod.done:
		return nil
	}
	select {
	case second := <-ended:
		if first == nil {
			first = second
		}
	case <-time.After(time.Second):
	case <-f.pod.done:
		return nil
	}
	if f.pod.gone() {
		return nil // our own listener going down can be faster than the news of the pod's end
	}
	return first
}

func (f *forwarder) dial(port int32) (net.Conn, error) {
	address, err := f.pods.backend(f.pod, port)
	if err == nil && address != "" {
		var conn net.Conn
		if conn, err = net.DialTimeout("tcp4", address, 10*time.Second); err == nil {
			return conn, nil
		}
	}
	if err != nil && !isRefused(err) {
		return nil, err
	}
	return nil, fmt.Errorf("dial tcp4 127.0.0.1:%d: connect: connection refused", port)
}
