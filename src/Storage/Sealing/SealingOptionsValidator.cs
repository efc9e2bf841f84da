using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace RtcCluster.Storage.Sealing;

/// <summary>Stops the start on keys that are none: found out at the first recording, they would cost it.</summary>
internal sealed class SealingOptionsValidator : IValidateOptions<SealingOptions>
{
    private const long SmallestSpool = 1L << 20;
    private const long LargestSpool = 1L << 50;

    public ValidateOptionsResult Validate(string? name, SealingOptions options) =>
        options.MasterKey.Length > 0 && DataKeys.Decode(options.MasterKey) is null ? ValidateOptionsResult.Fail("Recordings:MasterKey must be 32 bytes in base64.")
        : DataKeys.Split(options.FormerMasterKeys).Any(key => DataKeys.Decode(key) is null) ? ValidateOptionsResult.Fail("Recordings:FormerMasterKeys must be keys of 32 bytes in base64, separated by commas.")
        : options.SigningKey.Length > 0 && !IsSigningKey(options.SigningKey) ? ValidateOptionsResult.Fail("Recordings:SigningKey must be an ECDSA P-256 private key, PKCS #8 in base64.")
        : options.SpoolLimit is < SmallestSpool or > LargestSpool ? ValidateOptionsResult.Fail($"Recordings:SpoolLimit is {options.SpoolLimit}; it must be {SmallestSpool} to {LargestSpool}.")
        : ValidateOptionsResult.Success;

    private static bool IsSigningKey(string text)
    {
        try
        {
            using var key = SigningKeys.Import(text);
            return true;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return false;
        }
    }
}
