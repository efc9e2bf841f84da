using RtcCluster.Contracts.Media;
using RtcCluster.Edge.Http.Recordings;
using RtcCluster.Edge.Media;
using RtcCluster.Media.Recording;

namespace RtcCluster.Edge.Prompts;

/// <summary>Plays recordings of ours, chunk by chunk, so that an hour of voicemail takes no more memory than four seconds.</summary>
internal sealed class RecordedVoices(RecordingVault vault)
{
    /// <summary>An hour.</summary>
    private const int MaxChunks = 1_800;

    private static readonly short[] Gap = new short[RecordingChunkHeader.ChunkSamples];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Gives the left channel to a listener; a chunk that is missing, torn or changed is silence of its length, unless it is the first.</summary>
    public async Task<PromptFailure> PlayAsync(PromptRecording recording, PromptFeed feed)
    {
        if (recording.Chunks is < 0 or > MaxChunks)
        {
            return PromptFailure.OutOfBounds;
        }

        using var stored = await OpenAsync(recording.BlobPrefix);
        for (var number = 0; number < recording.Chunks && !feed.IsAbandoned; number++)
        {
            var chunk = await ReadAsync(stored, number);
            if (RecordingVoice.TryReadLeft(chunk, out var samples))
            {
                await feed.AddAsync(samples);
            }
            else if (number == 0)
            {
                return stored.Has(0) ? PromptFailure.BadAudio : PromptFailure.NoAudio;
            }
            else if (number < recording.Chunks - 1)
            {
                await feed.AddAsync(Gap);
            }
        }

        return PromptFailure.None;
    }

    private async Task<RecordingChunks> OpenAsync(string prefix)
    {
        using var patience = new CancellationTokenSource(Patience);
        return await RecordingChunks.OpenAsync(vault, prefix, patience.Token);
    }

    private static async Task<byte[]> ReadAsync(RecordingChunks chunks, int number)
    {
        using var patience = new CancellationTokenSource(Patience);
        return await chunks.LoadAsync(number, patience.Token);
    }
}
