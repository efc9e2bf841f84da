using System.Text.Json;
using Orleans.Placement;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Prompts;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Users;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Prompts;

/// <summary>An uploaded prompt: its document in the directory and its files in the blob store. It keeps no state of its own.</summary>
[RandomPlacement]
internal sealed class PromptGrain(IDirectory directory, IDirectoryWriter writer, IBlobStore blobs) : Grain, IPromptGrain
{
    private PromptId Id => new(this.GetPrimaryKeyString());

    public async Task<ConfigureReceipt> Keep(PromptFile file, string by)
    {
        if (!PromptId.IsName(Id.Name))
        {
            return new ConfigureReceipt(ConfigureStatus.Invalid, "A prompt's name is 1 to 64 of a-z, 0-9, dot, underscore and hyphen, a letter or digit first.");
        }

        var before = await Find();
        var saved = await writer.SaveDocumentAsync(new Document
        {
            TenantId = Id.Tenant.Value,
            Kind = PromptFile.Kind,
            Name = Id.Name,
            Json = JsonSerializer.Serialize(file, JsonSerializerOptions.Web),
            ChangedBy = by,
            Version = before?.Version ?? 0,
        });
        if (saved.IsSaved)
        {
            await Erase([file.Blob, before is null ? file.Blob : PromptFile.Read(before.Json)?.Blob ?? file.Blob]);
        }

        return Receipts.Of(saved);
    }

    public async Task<ConfigureReceipt> Remove()
    {
        if (await Find() is not { } document)
        {
            return new ConfigureReceipt(ConfigureStatus.NotFound);
        }

        if (await PromptUse.Find(directory, Id) is { } user)
        {
            return new ConfigureReceipt(ConfigureStatus.Conflict, $"The {user.Kind} '{user.Name}' plays it.");
        }

        var removed = await writer.DeleteDocumentAsync(Id.Tenant.Value, PromptFile.Kind, Id.Name, document.Version);
        if (removed.IsSaved)
        {
            await Erase([]);
        }

        return Receipts.Of(removed);
    }

    private Task<Document?> Find() => directory.FindDocumentAsync(Id.Tenant.Value, PromptFile.Kind, Id.Name);

    private async Task Erase(IReadOnlyCollection<string> but)
    {
        var old = new List<string>();
        await foreach (var blob in blobs.ListAsync(PromptFile.Folder(Id)))
        {
            if (!but.Contains(blob.Path))
            {
                old.Add(blob.Path);
            }
        }

        foreach (var path in old)
        {
            await blobs.DeleteAsync(path);
        }
    }
}
