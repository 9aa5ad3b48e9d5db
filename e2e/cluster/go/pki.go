package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// client is one certificate that a bed asks for; its files are <Name>.crt and <Name>.key.
type client struct {
	Name   string   `json:"name"`
	User   string   `json:"user"`
	Groups []string `json:"groups"`
	// CA is "ca" (the one the API server trusts, the default) or "other-ca" (one it has never heard of).
	CA string `json:"ca"`
	// ValidFor counts from now; a negative one gives a certificate that has already ended.
	ValidFor string `json:"validFor"`
}

type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// writePKI makes what is missing in DIR (two authorities, the server's certificate, the service account keys) and
// signs the clients named by an optional JSON list. Run again on the same DIR it only adds clients.
func writePKI(args []string) error {
	if len(args) < 1 || len(args) > 2 {
		return errors.New("usage: cluster pki DIR [JSON list of clients]")
	}
	dir := args[0]
	var clients []client
	if len(args) == 2 {
		if err := json.Unmarshal([]byte(args[1]), &clients); err != nil {
			return fmt.Errorf("clients: %w", err)
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	authorities := map[string]*authority{}
	for _, name := range []string{"ca", "other-ca"} {
		a, err := loadOrMakeAuthority(dir, name)
		if err != nil {
			return err
		}
		authorities[name] = a
	}
	if _, err := os.Stat(filepath.Join(dir, "server.crt")); errors.Is(err, os.ErrNotExist) {
		if err := makeServer(dir, authorities["ca"]); err != nil {
			return err
		}
		if err := makeServiceAccountKeys(dir); err != nil {
			return err
		}
	}
	for _, c := range clients {
		if err := makeClient(dir, c, authorities); err != nil {
			return fmt.Errorf("client %s: %w", c.Name, err)
		}
	}
	return nil
}

func loadOrMakeAuthority(dir, name string) (*authority, error) {
	certPath, keyPath := filepath.Join(dir, name+".crt"), filepath.Join(dir, name+".key")
	if raw, err := os.ReadFile(certPath); err == nil {
		rawKey, err := os.ReadFile(keyPath)
		if err != nil {
			return nil, err
		}
		certBlock, _ := pem.Decode(raw)
		keyBlock, _ := pem.Decode(rawKey)
		if certBlock == nil || keyBlock == nil {
			return nil, fmt.Errorf("%s: not PEM", certPath)
		}
		cert, err := x509.ParseCertificate(certBlock.Bytes)
		if err != nil {
			return nil, err
		}
		key, err := x509.ParseECPrivateKey(keyBlock.Bytes)
		return &authority{cert, key}, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		Subject:               pkix.Name{CommonName: "portolan-test-" + name},
		NotBefore:             time.Now().Add(-48 * time.Hour),
		NotAfter:              time.Now().Add(10 * 365 * 24 * time.Hour),
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
	a := &authority{template, key}
	der, err := sign(template, &key.PublicKey, a)
	if err != nil {
		return nil, err
	}
	if a.cert, err = x509.ParseCertificate(der); err != nil {
		return nil, err
	}
	return a, errors.Join(writeCert(certPath, der), writeKey(keyPath, key))
}

func makeServer(dir string, ca *authority) error {
	return issue(filepath.Join(dir, "server"), &x509.Certificate{
		Subject:     pkix.Name{CommonName: "kube-apiserver"},
		NotBefore:   time.Now().Add(-time.Hour),
		NotAfter:    time.Now().Add(5 * 365 * 24 * time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:    []string{"localhost", "kubernetes", "kubernetes.default.svc"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback, net.IPv4(10, 96, 0, 1)},
	}, ca)
}

func makeClient(dir string, c client, authorities map[string]*authority) error {
	ca := authorities["ca"]
	if c.CA != "" {
		ca = authorities[c.CA]
	}
	if ca == nil {
		return fmt.Errorf("no such authority %q", c.CA)
	}
	validFor, notBefore := 365*24*time.Hour, time.Now().Add(-time.Hour)
	if c.ValidFor != "" {
		var err error
		if validFor, err = time.ParseDuration(c.ValidFor); err != nil {
			return err
		}
	}
	notAfter := time.Now().Add(validFor)
	if notAfter.Before(notBefore) {
		notBefore = notAfter.Add(-time.Hour)
	}
	return issue(filepath.Join(dir, c.Name), &x509.Certificate{
		Subject:     pkix.Name{CommonName: c.User, Organization: c.Groups},
		NotBefore:   notBefore,
		NotAfter:    notAfter,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}, ca)
}

func makeServiceAccountKeys(dir string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return err
	}
	return errors.Join(
		writeKey(filepath.Join(dir, "sa.key"), key),
		writePEM(filepath.Join(dir, "sa.pub"), "PUBLIC KEY", public),
	)
}

func issue(path string, template *x509.Certificate, ca *authority) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	template.KeyUsage = x509.KeyUsageDigitalSignature
	der, err := sign(template, &key.PublicKey, ca)
	if err != nil {
		return err
	}
	return errors.Join(writeCert(path+".crt", der), writeKey(path+".key", key))
}

func sign(template *x509.Certificate, public crypto.PublicKey, ca *authority) ([]byte, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, err
	}
	template.SerialNumber = serial
	return x509.CreateCertificate(rand.Reader, template, ca.cert, public, ca.key)
}

func writeCert(path string, der []byte) error { return writePEM(path, "CERTIFICATE", der) }

func writeKey(path string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return writePEM(path, "EC PRIVATE KEY", der)
}

func writePEM(path, kind string, der []byte) error {
	return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600)
}
