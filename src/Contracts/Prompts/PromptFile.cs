using System.Text.Json;

namespace RtcCluster.Contracts.Prompts;

/// <summary>What is known of an uploaded prompt's sound; as JSON it is the document of kind <c>prompt</c>.</summary>
/// <param name="Blob">Where the WAV file is in the blob store.</param>
/// <param name="Milliseconds">How long it is.</param>
/// <param name="Bytes">How large the file is.</param>
/// <param name="SampleRate">In Hz.</param>
[GenerateSerializer, Immutable, Alias("rtc.PromptFile")]
public sealed record PromptFile(
    [property: Id(0)] string Blob,
    [property: Id(1)] long Milliseconds,
    [property: Id(2)] int Bytes,
    [property: Id(3)] int SampleRate)
{
    /// <summary>The kind of the directory's documents.</summary>
    public const string Kind = "prompt";

    /// <summary>The document's text as what it says; null when it is none of a prompt.</summary>
    /// <param name="json">The text.</param>
    public static PromptFile? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<PromptFile>(json, JsonSerializerOptions.Web) is { Blob.Length: > 0 } file ? file : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The folder of the blob store in which a prompt's files lie.</summary>
    /// <param name="prompt">The prompt.</param>
    public static string Folder(Ids.PromptId prompt) => $"{prompt.Tenant.Value}/prompts/{prompt.Name}";
}
