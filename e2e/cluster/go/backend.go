package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// backend is the application on one port of one pod: a real listener on loopback.
type backend struct {
	listener net.Listener
	server   *http.Server

	mu    sync.Mutex
	conns map[net.Conn]struct{}
}

func startBackend(p *pod, port int32, kind string) (*backend, error) {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	b := &backend{listener: listener, conns: map[net.Conn]struct{}{}}
	switch kind {
	case "echo":
		go b.echo()
	case "http":
		b.server = &http.Server{Handler: application(p, port)}
		go func() { _ = b.server.Serve(listener) }()
	default:
		_ = listener.Close()
		return nil, fmt.Errorf("unknown backend %q", kind)
	}
	return b, nil
}

func (b *backend) address() string { return b.listener.Addr().String() }

func (b *backend) close() {
	_ = b.listener.Close()
	if b.server != nil {
		_ = b.server.Close()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for conn := range b.conns {
		_ = conn.Close()
	}
}

func (b *backend) echo() {
	for {
		conn, err := b.listener.Accept()
		if err != nil {
			return
		}
		b.mu.Lock()
		b.conns[conn] = struct{}{}
		b.mu.Unlock()
		go func() {
			_, _ = io.Copy(conn, conn)
			_ = conn.Close()
			b.mu.Lock()
			delete(b.conns, conn)
			b.mu.Unlock()
		}()
	}
}

// application says which pod answered, and has a path for each way a test wants to be answered.
func application(p *pod, port int32) http.Handler {
	mux := http.NewServeMux()
	whoami := func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{
			"pod": p.name, "namespace": p.namespace, "uid": p.uid, "node": p.node, "port": port,
		})
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, req *http.Request) {
		if req.Method == http.MethodPost || req.Method == http.MethodPut {
			// Without this a large body would have to be read whole before the first byte goes back.
			_ = http.NewResponseController(w).EnableFullDuplex()
			w.Header().Set("Content-Type", req.Header.Get("Content-Type"))
			_, _ = io.Copy(w, req.Body)
			return
		}
		whoami(w)
	})
	mux.HandleFunc("/slow", func(w http.ResponseWriter, req *http.Request) {
		select {
		case <-time.After(time.Duration(number(req, "ms", 1000)) * time.Millisecond):
			whoami(w)
		case <-req.Context().Done():
		}
	})
	mux.HandleFunc("/bytes", func(w http.ResponseWriter, req *http.Request) {
		left := number(req, "n", 1024)
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("Content-Length", strconv.Itoa(left))
		for left > 0 {
			n, err := w.Write(pattern[:min(left, len(pattern))])
			if err != nil {
				return
			}
			left -= n
		}
	})
	mux.HandleFunc("/drip", func(w http.ResponseWriter, req *http.Request) {
		for i := range number(req, "n", 10) {
			_, _ = fmt.Fprintf(w, "%d\n", i)
			_ = http.NewResponseController(w).Flush()
			select {
			case <-time.After(time.Duration(number(req, "ms", 100)) * time.Millisecond):
			case <-req.Context().Done():
				return
			}
		}
	})
	mux.HandleFunc("/status", func(w http.ResponseWriter, req *http.Request) {
		w.WriteHeader(number(req, "code", http.StatusServiceUnavailable))
	})
	mux.HandleFunc("/reset", func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if tcp, ok := conn.(*net.TCPConn); err == nil && ok {
			_ = tcp.SetLinger(0)
			_ = tcp.Close()
		}
	})
	return mux
}

// pattern is what /bytes repeats: byte i of an answer is i % 64 of the alphabet's, so a test can check any stretch of it.
var pattern = func() []byte {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-\n"
	whole := make([]byte, 64<<10)
	for i := range whole {
		whole[i] = alphabet[i%len(alphabet)]
	}
	return whole
}()

func number(req *http.Request, name string, fallback int) int {
	if n, err := strconv.Atoi(req.URL.Query().Get(name)); err == nil {
		return n
	}
	return fallback
}
