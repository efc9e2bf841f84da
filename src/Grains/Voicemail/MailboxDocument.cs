using System.Text.Json;

namespace RtcCluster.Grains.Voicemail;

/// <summary>A box's settings as the directory keeps them.</summary>
/// <param name="Language">The language that it speaks.</param>
/// <param name="Pin">The hash of its PIN; null when there is none.</param>
/// <param name="MaxSeconds">The longest message.</param>
/// <param name="Greeting">Blob of its greeting; null for the spoken one.</param>
internal sealed record MailboxDocument(string Language = "es-CO", string? Pin = null, int MaxSeconds = 180, string? Greeting = null)
{
    /// <summary>The kind of the directory's documents; the name is the user's.</summary>
    public const string Kind = "voicemail";

    /// <summary>The settings as text.</summary>
    public string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>The settings that a text holds; those of a new box when it holds none.</summary>
    public static MailboxDocument Read(string? json)
    {
        try
        {
            return json is null ? new MailboxDocument() : JsonSerializer.Deserialize<MailboxDocument>(json, JsonSerializerOptions.Web) ?? new MailboxDocument();
        }
        catch (JsonException)
        {
            return new MailboxDocument();
        }
    }
}
