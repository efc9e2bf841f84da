using System.Collections.Immutable;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Prompts;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Speech;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Queues;

/// <summary>What a queue's announcements sound like: place and wait as words, uploaded prompts by their files.</summary>
internal sealed class QueueVoice(IDirectory directory)
{
    /// <summary>The pieces of an announcement; none when its prompt is gone.</summary>
    public async Task<ImmutableArray<PromptPiece>> Pieces(TenantId tenant, QueueAnnouncement what)
    {
        var language = SpokenLanguage.Of(what.Language);
        if (what.Prompt is not { } prompt)
        {
            return QueueSpeech.Place(language, what.Position, what.Wait) is { Length: > 0 } text ? [new PromptSpeech(text, language.Tag)] : [];
        }

        return !PromptId.IsName(prompt) ? [new PromptSpeech(prompt, language.Tag)]
            : await Find(tenant, prompt) is { } blob ? [new PromptAudio(blob)]
            : [];
    }

    /// <summary>The blob of a queue's music; null for the hold music, and when the prompt is gone.</summary>
    public async Task<string?> Music(TenantId tenant, QueueRules rules) => rules.Music is { } prompt ? await Find(tenant, prompt) : null;

    /// <summary>The prompt that the rules name and that is not there, in words; null when all are.</summary>
    public async Task<string?> Problem(TenantId tenant, QueueRules rules)
    {
        foreach (var prompt in rules.Announcements.Periodic.Where(PromptId.IsName))
        {
            if (await Find(tenant, prompt) is null)
            {
                return $"Announcements.Periodic: there is no prompt '{prompt}'.";
            }
        }

        return rules.Music is { } music && await Find(tenant, music) is null ? $"Music: there is no prompt '{music}'." : null;
    }

    private async Task<string?> Find(TenantId tenant, string prompt) =>
        await directory.FindDocumentAsync(tenant.Value, PromptFile.Kind, prompt) is { } document ? PromptFile.Read(document.Json)?.Blob : null;
}
