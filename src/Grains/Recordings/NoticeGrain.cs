using System.Text.Json;
using Orleans.Placement;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Prompts;
using RtcCluster.Contracts.Recordings;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Calls;
using RtcCluster.Grains.Lines;
using RtcCluster.Grains.Users;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Notices;

namespace RtcCluster.Grains.Recordings;

/// <summary>Keeps the rules of what is told before a recording in the directory; lines know them a few seconds later.</summary>
[RandomPlacement]
internal sealed class NoticeGrain(IDirectory directory, IDirectoryWriter writer, NoticeMemory memory) : Grain, INoticeGrain
{
    private string Tenant => this.GetPrimaryKeyString()[..this.GetPrimaryKeyString().IndexOf('/', StringComparison.Ordinal)];

    public async Task<ConfigureReceipt> Configure(string json, int? version, string by)
    {
        NoticeRules rules;
        try
        {
            rules = NoticeRules.Read(json);
        }
        catch (JsonException e)
        {
            return new ConfigureReceipt(ConfigureStatus.Invalid, e.Message);
        }

        if (rules.Check() is { } problem)
        {
            return new ConfigureReceipt(ConfigureStatus.Invalid, problem);
        }

        foreach (var rule in rules.Rules.Where(static rule => rule.Prompt.Length > 0))
        {
            if (await directory.FindDocumentAsync(Tenant, PromptFile.Kind, rule.Prompt) is not { } prompt)
            {
                return new ConfigureReceipt(ConfigureStatus.Invalid, $"{rule.Name}: there is no prompt {rule.Prompt}.");
            }

            // Its end would never be waited for, and nothing would be recorded.
            if (PromptFile.Read(prompt.Json)?.Milliseconds >= Notices.LongestPrompt.TotalMilliseconds)
            {
                return new ConfigureReceipt(ConfigureStatus.Invalid, $"{rule.Name}: {rule.Prompt} is longer than {Notices.LongestPrompt.TotalSeconds:0} seconds.");
            }
        }

        version ??= (await directory.FindDocumentAsync(Tenant, NoticeRules.Kind, NoticeRules.Name))?.Version ?? 0;
        var saved = await writer.SaveDocumentAsync(
            new Document { TenantId = Tenant, Kind = NoticeRules.Kind, Name = NoticeRules.Name, Json = rules.Write(), ChangedBy = by, Version = version.Value });
        memory.Forget(new TenantId(Tenant));
        return Receipts.Of(saved);
    }
}
