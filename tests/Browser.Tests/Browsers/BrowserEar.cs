using System.Runtime.InteropServices;
using System.Text.Json;
using RtcCluster.TestKit.Audio;

namespace RtcCluster.Browser.Tests.Browsers;

/// <summary>What the pages of one person heard, through refreshes and new connections: taken from the received tracks by pages/ear.js.</summary>
internal sealed class BrowserEar
{
    private const int Rate = 8_000;
    private static readonly TimeSpan Piece = TimeSpan.FromMilliseconds(100);
    private readonly Lock _lock = new();
    private readonly List<HeardPiece> _pieces = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Takes a piece from a page.</summary>
    public void Hear(JsonElement told)
    {
        var samples = MemoryMarshal.Cast<byte, short>(told.GetProperty("samples").GetBytesFromBase64()).ToArray();
        TaskCompletionSource more;
        lock (_lock)
        {
            _pieces.Add(new HeardPiece(DateTimeOffset.FromUnixTimeMilliseconds(told.GetProperty("at").GetInt64()), samples, Ear.Listen(samples, Rate)));
            more = _more;
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        more.SetResult();
    }

    /// <summary>Everything since a moment.</summary>
    public ToneTimeline Since(DateTimeOffset moment)
    {
        lock (_lock)
        {
            return ToneTimeline.Of(_pieces.Where(piece => piece.At - Piece >= moment).SelectMany(piece => piece.Samples).ToArray(), Rate);
        }
    }

    /// <summary>Waits until, after <paramref name="moment"/>, only this tone was heard for so long in all; gives when the first of it began.</summary>
    public Task<DateTimeOffset> WaitForAsync(double tone, DateTimeOffset moment, TimeSpan length, TimeSpan timeout) =>
        WaitForAsync($"{tone} Hz", heard => heard.Tone.Is(tone), moment, length, timeout);

    /// <summary>The same for silence.</summary>
    public Task<DateTimeOffset> WaitForSilenceAsync(DateTimeOffset moment, TimeSpan length, TimeSpan timeout) =>
        WaitForAsync("silence", heard => heard.Tone.IsSilence, moment, length, timeout);

    /// <summary>The same for a sound that is not this tone: music on hold.</summary>
    public Task<DateTimeOffset> WaitForOtherAsync(double tone, DateTimeOffset moment, TimeSpan length, TimeSpan timeout) =>
        WaitForAsync($"something else than {tone} Hz", heard => !heard.Tone.IsSilence && !heard.Tone.Is(tone), moment, length, timeout);

    /// <summary>The same for several voices at once: of all <paramref name="tones"/> exactly those of <paramref name="mix"/>, as text: "440 1000".</summary>
    public Task<DateTimeOffset> WaitForMixAsync(string mix, double[] tones, DateTimeOffset moment, TimeSpan length, TimeSpan timeout) =>
        WaitForAsync($"\"{mix}\"", heard => HeardTones.Of(heard.Samples, tones) == mix, moment, length, timeout);

    private async Task<DateTimeOffset> WaitForAsync(string what, Func<HeardPiece, bool> fits, DateTimeOffset moment, TimeSpan length, TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
        while (true)
        {
            Task more;
            lock (_lock)
            {
                var heard = _pieces.Where(piece => piece.At - Piece >= moment && fits(piece)).Take((int)(length / Piece)).ToList();
                if (heard.Count * Piece >= length)
                {
                    return heard[0].At - Piece;
                }

                more = _more.Task;
            }

            try
            {
                await more.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Waited {timeout.TotalSeconds:0.#} s for {length.TotalSeconds:0.#} s of {what}; heard {Since(moment)}");
            }
        }
    }
}
