"""Judges PEM files with certificates and keys before anybody connects with them."""

from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key


def check_certificates(path: Path) -> None:
    """Raises ValueError unless the file holds certificates."""
    _certificates(path)


def check_pair(certificate: Path, key: Path) -> None:
    """Raises ValueError unless `key` holds the private key, without a password, of the first certificate."""
    content = read(key)
    try:
        public = load_pem_private_key(content, password=None).public_key()
    except TypeError:
        raise ValueError("the key has a password, which nobody could give") from None
    except (ValueError, UnsupportedAlgorithm):
        raise ValueError("the file holds no private key in PEM") from None
    proven = _certificates(certificate)[0].public_key()
    form = Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    if public.public_bytes(*form) != proven.public_bytes(*form):
        raise ValueError("it is not the key of the certificate")


def read(path: Path) -> bytes:
    """The content; raises ValueError saying why it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ValueError(f"the file cannot be read: {error.strerror}") from None


def _certificates(path: Path) -> list[x509.Certificate]:
    content = read(path)
    try:
        return x509.load_pem_x509_certificates(content)
    except ValueError:
        raise ValueError("the file holds no certificates in PEM") from None
