using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Prompts;

/// <summary>Texts as they are heard: spoken once, then kept. Who asks for a text that is being spoken waits for it.</summary>
internal sealed class Speech(SpeechOptions options, SpeechVoice voice, SpeechCache cache, EdgeMetrics metrics)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<PromptSound>>> _speaking = new(StringComparer.Ordinal);

    /// <summary>The samples of a text.</summary>
    /// <param name="text">At most <see cref="SpeechOptions.MaxText"/> characters.</param>
    /// <param name="language">BCP 47.</param>
    public async Task<PromptSound> SpeakAsync(string text, string language)
    {
        if (text.Length > SpeechOptions.MaxText)
        {
            return PromptSound.Failed(PromptFailure.OutOfBounds);
        }

        // Control characters are commands to the program.
        var plain = string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c)).Trim();
        if (plain.Length == 0)
        {
            return PromptSound.Of([]);
        }

        var name = options.VoiceOf(language);
        var key = KeyOf(name, plain);
        if (await cache.FindAsync(key) is { } kept)
        {
            metrics.SpeechText("cache");
            return PromptSound.Of(kept);
        }

        return await _speaking.GetOrAdd(key, new Lazy<Task<PromptSound>>(() => SpeakAsync(key, name, plain))).Value;
    }

    private async Task<PromptSound> SpeakAsync(string key, string name, string text)
    {
        try
        {
            var sound = await voice.SpeakAsync(name, text);
            metrics.SpeechText(sound.Failure == PromptFailure.None ? "spoken" : "failed");
            if (sound.Failure == PromptFailure.None)
            {
                await cache.KeepAsync(key, sound.Samples);
            }

            return sound;
        }
        finally
        {
            _speaking.TryRemove(key, out _);
        }
    }

    private string KeyOf(string name, string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name}\n{options.Speed}\n{text}"))));
}
