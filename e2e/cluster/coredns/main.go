// Package main is CoreDNS with the plugins that answer for a cluster's Services and Pods, and a client that lists all
// that a server has: the first argument says which to be.
package main

import (
	"fmt"
	"io"
	"os"

	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/coremain"
	_ "github.com/coredns/coredns/plugin/bind"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/ready"
	_ "github.com/coredns/coredns/plugin/transfer"
	"github.com/miekg/dns"
)

func main() {
	if len(os.Args) < 2 {
		fail(fmt.Errorf("usage: coredns coredns [FLAG...] | dump ADDRESS ZONE"))
	}
	if os.Getenv("CLUSTER_LIFELINE") == "stdin" {
		// As in the cluster's own binary: whoever started us holds the other end, and we go when they do.
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			os.Exit(0)
		}()
	}
	name := os.Args[1]
	os.Args = append([]string{name}, os.Args[2:]...)
	switch name {
	case "coredns":
		dnsserver.Directives = []string{"bind", "ready", "errors", "transfer", "kubernetes"}
		coremain.Run()
	case "dump":
		fail(dump(os.Args[1], os.Args[2]))
	default:
		fail(fmt.Errorf("unknown program %q", name))
	}
}

// dump prints every record of a zone as the server hands it to a secondary.
func dump(address, zone string) error {
	ask := new(dns.Msg).SetAxfr(dns.Fqdn(zone))
	answers, err := new(dns.Transfer).In(ask, address)
	if err != nil {
		return err
	}
	for answer := range answers {
		if answer.Error != nil {
			return answer.Error
		}
		for _, record := range answer.RR {
			fmt.Println(record)
		}
	}
	return nil
}

func fail(err error) {
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
