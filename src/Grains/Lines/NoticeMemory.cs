using System.Collections.Concurrent;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Prompts;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Notices;
using RtcCluster.Storage.Outages;

namespace RtcCluster.Grains.Lines;

/// <summary>Companies' rules of what is told before a recording, remembered for a few seconds, and for longer while the directory is away: each recorded call with somebody outside asks for them.</summary>
/// <param name="directory">Where the rules are, and prompts.</param>
/// <param name="time">The clock.</param>
internal sealed class NoticeMemory(IDirectory directory, TimeProvider time)
{
    /// <summary>How soon changed rules count for calls.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<TenantId, (NoticeRules Rules, DateTimeOffset Read)> _rules = new();
    private readonly ConcurrentDictionary<(TenantId Tenant, string Prompt), (PromptFile? File, DateTimeOffset Read)> _prompts = new();

    /// <summary>The tenant's rules.</summary>
    public Task<NoticeRules> Rules(TenantId tenant) =>
        Get(_rules, tenant, async () => await directory.FindDocumentAsync(tenant.Value, NoticeRules.Kind, NoticeRules.Name) is { } document ? NoticeRules.Read(document.Json) with { Version = document.Version } : new NoticeRules());

    /// <summary>A prompt that a rule names; null when it is gone.</summary>
    public Task<PromptFile?> Prompt(TenantId tenant, string name) =>
        Get(_prompts, (tenant, name), async () => await directory.FindDocumentAsync(tenant.Value, PromptFile.Kind, name) is { } prompt ? PromptFile.Read(prompt.Json) : null);

    /// <summary>The rules are being changed: the next who asks here reads them.</summary>
    public void Forget(TenantId tenant) => _rules.TryRemove(tenant, out _);

    private async Task<T> Get<TKey, T>(ConcurrentDictionary<TKey, (T Value, DateTimeOffset Read)> kept, TKey key, Func<Task<T>> read)
        where TKey : notnull
    {
        var now = time.GetUtcNow();
        var isKnown = kept.TryGetValue(key, out var known);
        if (isKnown && now - known.Read < Fresh)
        {
            return known.Value;
        }

        try
        {
            var found = await read().WaitAsync(DatabaseOutage.Patience);
            kept[key] = (found, now);
            return found;
        }
        catch (Exception e) when (DatabaseOutage.Is(e) && isKnown && now - known.Read < DatabaseOutage.Trust)
        {
            return known.Value;
        }
    }
}
