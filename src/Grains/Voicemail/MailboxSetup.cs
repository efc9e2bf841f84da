using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Grains.Users;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Voicemail;

/// <summary>Reads and writes in the directory what the owner of a box wants of it.</summary>
internal sealed class MailboxSetup(IDirectory directory, IDirectoryWriter writer, IBlobStore blobs)
{
    /// <summary>What is wanted; the defaults where nobody has said anything.</summary>
    public async Task<MailboxDocument> Read(UserId owner) => MailboxDocument.Read((await Find(owner))?.Json);

    /// <summary>The same, as its owner sees it: without the PIN.</summary>
    public async Task<MailboxSettings> Show(UserId owner)
    {
        var settings = await Read(owner);
        return new MailboxSettings(settings.Language, settings.Pin is not null, settings.MaxSeconds, settings.Greeting is not null, settings.Email, settings.Attach);
    }

    /// <summary>Changes what is said; a greeting that was replaced is erased.</summary>
    public async Task<ConfigureReceipt> Save(UserId owner, MailboxChange change)
    {
        if (change.Language is not (null or "es-CO" or "en"))
        {
            return new ConfigureReceipt(ConfigureStatus.Invalid, "Language: es-CO or en.");
        }

        if (change.Pin is { Length: > 0 } pin && !MailboxPin.IsGood(pin))
        {
            return new ConfigureReceipt(ConfigureStatus.Invalid, "Pin: 4 to 8 digits, or empty for none.");
        }

        if (change.MaxSeconds is < 10 or > 600)
        {
            return new ConfigureReceipt(ConfigureStatus.Invalid, "MaxSeconds: 10 to 600.");
        }

        var before = await Find(owner);
        var old = MailboxDocument.Read(before?.Json);
        var settings = old with
        {
            Language = change.Language ?? old.Language,
            Pin = change.Pin switch { null => old.Pin, "" => null, { } given => MailboxPin.Hash(given) },
            MaxSeconds = change.MaxSeconds ?? old.MaxSeconds,
            Greeting = change.Greeting switch { null => old.Greeting, "" => null, { } given => given },
            Email = change.Email ?? old.Email,
            Attach = change.Attach ?? old.Attach,
        };
        var saved = await writer.SaveDocumentAsync(new Document
        {
            TenantId = owner.Tenant.Value, Kind = MailboxDocument.Kind, Name = owner.Name, Json = settings.Write(), ChangedBy = owner.Name, Version = before?.Version ?? 0,
        });
        if (saved.IsSaved && old.Greeting is { } gone && gone != settings.Greeting)
        {
            // Who hears it now hears it to its end: an open blob keeps its bytes.
            await blobs.DeleteAsync(gone);
        }

        return Receipts.Of(saved);
    }

    private Task<Document?> Find(UserId owner) => directory.FindDocumentAsync(owner.Tenant.Value, MailboxDocument.Kind, owner.Name);
}
