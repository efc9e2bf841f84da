using RtcCluster.Contracts.Prompts;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Prompts;

/// <summary>An uploaded prompt, as the API shows it.</summary>
/// <param name="Name">The name that menus and queues play it by.</param>
/// <param name="Seconds">How long it is.</param>
/// <param name="Bytes">How large its file is.</param>
/// <param name="SampleRate">In Hz.</param>
/// <param name="ChangedAt">When it was uploaded.</param>
/// <param name="ChangedBy">By whom.</param>
/// <param name="Audio">Where its sound is.</param>
public sealed record PromptModel(string Name, double Seconds, int Bytes, int SampleRate, DateTimeOffset ChangedAt, string ChangedBy, string Audio)
{
    internal static PromptFile? FileOf(Document document) => PromptFile.Read(document.Json);

    internal static PromptModel? Of(Document document) => FileOf(document) is not { } file ? null : new(
        document.Name,
        file.Milliseconds / 1_000.0,
        file.Bytes,
        file.SampleRate,
        document.ChangedAt,
        document.ChangedBy,
        $"/api/v1/prompts/{document.Name}/audio");
}
