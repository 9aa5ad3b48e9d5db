package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"time"

	"github.com/creack/pty"
	"k8s.io/cri-streaming/pkg/streaming/remotecommand"
	utilexec "k8s.io/utils/exec"
)

// container runs commands for one container of a pod: on this machine, as this user, but with a runtime's own terminal,
// sizes, exit codes and refusals. kwok tells exit codes in words alone, and its attach has no stdin.
type container struct {
	pod     *pod
	workDir string
}

// serveExec answers as the kubelet's handler of the same name does.
func serveExec(w http.ResponseWriter, req *http.Request, c container) {
	options, err := remotecommand.NewOptions(req)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	command := req.URL.Query()["command"]
	remotecommand.ServeExec(w, req, c, c.pod.sandbox(), "", req.PathValue("container"), command, options,
		idleTimeout, streamCreationTimeout, remotecommand.SupportedStreamingProtocols)
}

// serveAttach attaches to a container that waits for stdin: its own program is a shell, begun by whoever attaches.
func serveAttach(w http.ResponseWriter, req *http.Request, c container) {
	options, err := remotecommand.NewOptions(req)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	remotecommand.ServeAttach(w, req, c, c.pod.sandbox(), "", req.PathValue("container"), options,
		idleTimeout, streamCreationTimeout, remotecommand.SupportedStreamingProtocols)
}

func (c container) ExecInContainer(ctx context.Context, _, _, name string, command []string,
	in io.Reader, out, errOut io.WriteCloser, tty bool, resize <-chan remotecommand.TerminalSize, _ time.Duration) error {
	return c.run(ctx, process{name, command, in, out, errOut, tty, resize})
}

func (c container) AttachContainer(ctx context.Context, _, _, name string,
	in io.Reader, out, errOut io.WriteCloser, tty bool, resize <-chan remotecommand.TerminalSize) error {
	var exit utilexec.ExitError
	err := c.run(ctx, process{name, []string{"sh"}, in, out, errOut, tty, resize})
	if errors.As(err, &exit) {
		return nil // how the container ended is in the pod's status, not in the stream
	}
	return err
}

type process struct {
	container string
	command   []string
	in        io.Reader
	out, err  io.Writer
	tty       bool
	resize    <-chan remotecommand.TerminalSize
}

func (c container) run(ctx context.Context, p process) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		select {
		case <-c.pod.done:
			stop()
		case <-ctx.Done():
		}
	}()
	path, err := exec.LookPath(p.command[0])
	if err != nil {
		return fmt.Errorf("failed to exec in container: OCI runtime exec failed: exec failed: unable to start "+
			"container process: exec: %q: executable file not found in $PATH: unknown", p.command[0])
	}
	cmd := exec.CommandContext(ctx, path, p.command[1:]...)
	cmd.Dir = c.workDir
	cmd.Env = append(os.Environ(), "HOSTNAME="+c.pod.name, "CONTAINER="+p.container, "PS1=/ # ")
	if p.tty {
		err = onTerminal(cmd, p)
	} else {
		// Its own pipe: exec.Cmd would wait for a stdin that nobody ends.
		cmd.Stdout, cmd.Stderr = p.out, p.err
		if p.in != nil {
			stdin, pipeErr := cmd.StdinPipe()
			if pipeErr != nil {
				return pipeErr
			}
			go func() {
				_, _ = io.Copy(stdin, p.in)
				_ = stdin.Close()
			}()
		}
		err = cmd.Run()
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.Exited() {
		return utilexec.CodeExitError{Err: fmt.Errorf("exit status %d", exit.ExitCode()), Code: exit.ExitCode()}
	}
	return err
}

func onTerminal(cmd *exec.Cmd, p process) error {
	terminal, err := pty.Start(cmd)
	if err != nil {
		return err
	}
	defer terminal.Close()
	go func() {
		for size := range p.resize {
			_ = pty.Setsize(terminal, &pty.Winsize{Cols: size.Width, Rows: size.Height})
		}
	}()
	if p.in != nil {
		go func() { _, _ = io.Copy(terminal, p.in) }()
	}
	// Ends with an error when the last program on the terminal has closed it.
	_, _ = io.Copy(p.out, terminal)
	return cmd.Wait()
}
