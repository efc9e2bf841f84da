using System.Text.Json;

namespace RtcCluster.Grains.Flows;

/// <summary>An uploaded prompt as the directory keeps it: JSON that names the blob with its sound.</summary>
internal static class PromptDocument
{
    /// <summary>The kind of the directory's documents.</summary>
    public const string Kind = "prompt";

    /// <summary>The blob's key; null when the text names none.</summary>
    public static string? Blob(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("blob", out var blob) ? blob.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
