using RtcCluster.Contracts.Media;
using RtcCluster.Edge.Media;
using RtcCluster.Media.Recording;
using RtcCluster.Storage.Blobs;

namespace RtcCluster.Edge.Prompts;

/// <summary>Plays recordings of ours, chunk by chunk, so that an hour of voicemail takes no more memory than four seconds.</summary>
internal sealed class RecordedVoices(IBlobStore blobs)
{
    /// <summary>An hour.</summary>
    private const int MaxChunks = 1_800;

    private static readonly RecordingChunkKind[] Kinds = [RecordingChunkKind.G711, RecordingChunkKind.Opus, RecordingChunkKind.Mixed];
    private static readonly short[] Gap = new short[RecordingChunkHeader.ChunkSamples];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Gives the left channel to a listener; a chunk that is missing or torn is silence of its length, unless it is the first.</summary>
    public async Task<PromptFailure> PlayAsync(PromptRecording recording, PromptFeed feed)
    {
        if (recording.Chunks is < 0 or > MaxChunks)
        {
            return PromptFailure.OutOfBounds;
        }

        for (var number = 0; number < recording.Chunks && !feed.IsAbandoned; number++)
        {
            var chunk = await ReadAsync(recording.BlobPrefix, number);
            if (RecordingVoice.TryReadLeft(chunk, out var samples))
            {
                await feed.AddAsync(samples);
            }
            else if (number == 0)
            {
                return chunk.Length == 0 ? PromptFailure.NoAudio : PromptFailure.BadAudio;
            }
            else if (number < recording.Chunks - 1)
            {
                await feed.AddAsync(Gap);
            }
        }

        return PromptFailure.None;
    }

    /// <summary>The bytes of a chunk; none when it is missing.</summary>
    private async Task<byte[]> ReadAsync(string prefix, int number)
    {
        using var patience = new CancellationTokenSource(Patience);
        foreach (var kind in Kinds)
        {
            if (await blobs.OpenReadAsync($"{prefix}{ChunkName.Of(number, kind)}", ct: patience.Token) is { } stream)
            {
                await using (stream)
                {
                    using var bytes = new MemoryStream();
                    await stream.CopyToAsync(bytes, patience.Token);
                    return bytes.ToArray();
                }
            }
        }

        return [];
    }
}
