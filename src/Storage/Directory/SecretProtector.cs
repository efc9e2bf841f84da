using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace RtcCluster.Storage.Directory;

/// <summary>Secrets under ASP.NET Data Protection, whose keys lie in <c>{Data:Path}/keys</c>.</summary>
internal sealed class SecretProtector(IDataProtectionProvider provider) : ISecretProtector
{
    // The purpose is part of the key derivation: changing it makes every stored secret unreadable.
    private readonly IDataProtector _protector = provider.CreateProtector("RtcCluster.Storage.Secrets");

    public string Protect(string secret) => _protector.Protect(secret);

    public bool TryUnprotect(string text, [NotNullWhen(true)] out string? secret)
    {
        try
        {
            secret = _protector.Unprotect(text);
            return true;
        }
        catch (CryptographicException)
        {
            secret = null;
            return false;
        }
    }
}
