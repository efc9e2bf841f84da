using RtcCluster.Media.Wav;
using RtcCluster.Storage.Blobs;

namespace RtcCluster.Edge.Prompts;

/// <summary>WAV files of the blob store as they are heard on the telephone. Those used last are kept ready: to bring a minute of music to 8 kHz takes a moment.</summary>
internal sealed class StoredSounds(IBlobStore blobs)
{
    /// <summary>Bytes of the longest file, its header included.</summary>
    public const int MaxBytes = 4 << 20;

    private const long MaxKeptSamples = 16 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Path, BlobInfo Version, PromptSound Sound)>> _kept = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Path, BlobInfo Version, PromptSound Sound)> _byUse = [];
    private long _keptSamples;

    /// <summary>The samples of a stored file.</summary>
    public async Task<PromptSound> LoadAsync(string path)
    {
        using var patience = new CancellationTokenSource(Patience);
        if (await blobs.FindAsync(path, patience.Token) is not { } version)
        {
            return PromptSound.Failed(PromptFailure.NoAudio);
        }

        if (version.Length > MaxBytes)
        {
            return PromptSound.Failed(PromptFailure.BadAudio);
        }

        if (TryFind(path, version, out var kept))
        {
            return kept;
        }

        var sound = await ReadAsync(path, patience.Token);
        if (sound.Failure == PromptFailure.None)
        {
            Keep(path, version, sound);
        }

        return sound;
    }

    private async Task<PromptSound> ReadAsync(string path, CancellationToken ct)
    {
        if (await blobs.OpenReadAsync(path, 0, MaxBytes, ct) is not { } stream)
        {
            return PromptSound.Failed(PromptFailure.NoAudio);
        }

        await using (stream)
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, ct);
            return WavReader.TryRead(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), out var wav) == WavStatus.Ok
                ? PromptSound.Of(TelephoneRate.Convert(wav.DecodeMono(), wav.SampleRate))
                : PromptSound.Failed(PromptFailure.BadAudio);
        }
    }

    private bool TryFind(string path, BlobInfo version, out PromptSound sound)
    {
        lock (_lock)
        {
            sound = default;
            if (!_kept.TryGetValue(path, out var node) || node.Value.Version != version)
            {
                return false;
            }

            _byUse.Remove(node);
            _byUse.AddLast(node);
            sound = node.Value.Sound;
            return true;
        }
    }

    private void Keep(string path, BlobInfo version, PromptSound sound)
    {
        lock (_lock)
        {
            if (_kept.TryGetValue(path, out var older))
            {
                Drop(older);
            }

            _kept[path] = _byUse.AddLast((path, version, sound));
            _keptSamples += sound.Samples.Length;
            while (_keptSamples > MaxKeptSamples && _byUse.First is { } oldest)
            {
                Drop(oldest);
            }
        }
    }

    private void Drop(LinkedListNode<(string Path, BlobInfo Version, PromptSound Sound)> node)
    {
        _byUse.Remove(node);
        _kept.Remove(node.Value.Path);
        _keptSamples -= node.Value.Sound.Samples.Length;
    }
}
