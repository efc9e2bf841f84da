using System.ComponentModel.DataAnnotations;

namespace RtcCluster.Edge.Configuration;

/// <summary>Section <c>Speech</c>: how this edge speaks texts to callers.</summary>
public sealed class SpeechOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Speech";

    /// <summary>The longest text, in characters: about a minute and a half.</summary>
    public const int MaxText = 1_000;

    /// <summary>The program that speaks, eSpeak NG: a path, or a name that is looked for in PATH. Where it is missing, callers hear a short tone in place of a text.</summary>
    [Required]
    public string Program { get; set; } = "espeak-ng";

    /// <summary>Its voice for Spanish and for every language that has none here.</summary>
    [RegularExpression("^[A-Za-z0-9+_-]{1,64}$", ErrorMessage = "must have 1 to 64 letters, digits, hyphens, underscores and plus signs")]
    public string SpanishVoice { get; set; } = "es-419";

    /// <summary>Its voice for English.</summary>
    [RegularExpression("^[A-Za-z0-9+_-]{1,64}$", ErrorMessage = "must have 1 to 64 letters, digits, hyphens, underscores and plus signs")]
    public string EnglishVoice { get; set; } = "en-us";

    /// <summary>Words per minute.</summary>
    [Range(80, 400)]
    public int Speed { get; set; } = 150;

    /// <summary>Texts that are made to sound at one time; further ones wait.</summary>
    [Range(1, 64)]
    public int Processes { get; set; } = 2;

    /// <summary>How long a text may take until it sounds, waiting included; then the prompt fails.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:01:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of spoken texts kept below <c>Data:Path</c>, least recently used out; 0 keeps none. A second of speech has 16,000.</summary>
    [Range(0, 1 << 30)]
    public int CacheBytes { get; set; } = 64 << 20;

    /// <summary>The voice for a language (BCP 47).</summary>
    /// <param name="language">The tag.</param>
    public string VoiceOf(string language)
    {
        ArgumentNullException.ThrowIfNull(language);
        return language.Equals("en", StringComparison.OrdinalIgnoreCase) || language.StartsWith("en-", StringComparison.OrdinalIgnoreCase) ? EnglishVoice : SpanishVoice;
    }
}
