using Microsoft.Extensions.Options;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Storage.Backups;

/// <summary>Stops the start on keys that are none and on a store that cannot be opened.</summary>
internal sealed class BackupOptionsValidator : IValidateOptions<BackupOptions>
{
    private const int MostDays = 3_650;

    public ValidateOptionsResult Validate(string? name, BackupOptions options)
    {
        if (options.Key.Length > 0 && DataKeys.Decode(options.Key) is null)
        {
            return ValidateOptionsResult.Fail("Backup:Key must be 32 bytes in base64.");
        }

        if (DataKeys.Split(options.FormerKeys).Any(key => DataKeys.Decode(key) is null))
        {
            return ValidateOptionsResult.Fail("Backup:FormerKeys must be keys of 32 bytes in base64, separated by commas.");
        }

        if (options.KeepDays is < 0 or > MostDays)
        {
            return ValidateOptionsResult.Fail($"Backup:KeepDays is {options.KeepDays}; it must be 0 to {MostDays}.");
        }

        var store = new BlobOptionsValidator().Validate(name, options.ToBlobs());
        return store.Failed ? ValidateOptionsResult.Fail(store.FailureMessage.Replace("Blobs:", "Backup:", StringComparison.Ordinal)) : store;
    }
}
