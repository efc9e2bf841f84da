using System.Diagnostics.CodeAnalysis;

namespace RtcCluster.Storage.Directory;

/// <summary>Encrypts the secrets that the database keeps, so that a copy of the database alone opens no account.</summary>
public interface ISecretProtector
{
    /// <summary>Encrypts a secret; two calls give two texts.</summary>
    string Protect(string secret);

    /// <summary>Decrypts what <see cref="Protect"/> gave; false when the key is gone or the text was changed.</summary>
    bool TryUnprotect(string text, [NotNullWhen(true)] out string? secret);
}
