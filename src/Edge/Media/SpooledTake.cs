using System.Buffers;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Edge.Media;

/// <summary>A take on its way into the spool: its opening first, then its chunks in order, then its manifest. One thread at a time.</summary>
internal sealed class SpooledTake : IDisposable
{
    private readonly RecordingUpload _upload;
    private readonly RecordingVault _vault;
    private readonly SpoolFolder _folder;
    private readonly SpoolUploads _uploads;
    private readonly TakeSealer _sealer;
    private bool _opened;
    private bool _openingSpooled;
    private string? _draft;
    private string? _aside;

    public SpooledTake(RecordingUpload upload, RecordingVault vault, SpoolFolder folder, SpoolUploads uploads, string edge)
    {
        (_upload, _vault, _folder, _uploads) = (upload, vault, folder, uploads);
        _sealer = new TakeSealer(vault.Keys, new TakeOpening
        {
            Recording = upload.Recording.Key,
            Call = upload.Call.Key,
            Tenant = upload.Recording.Tenant.Value,
            Edge = edge,
            StartedAt = upload.StartedAt,
            FirstChunk = upload.FirstChunk,
            Notices = upload.Notices,
            Take = "",
            Key = new WrappedKey("", ""),
        });
    }

    private string OpeningPath => _upload.PathOf(SealedName.OfOpening(_sealer.Take));

    /// <summary>Seals a chunk and writes it to the disk, or to the store at once while the disk has no room; says what is wrong when neither takes it, and the manifest will too.</summary>
    public async ValueTask<string?> StoreAsync(SpoolChunk chunk)
    {
        var facts = chunk.Facts;
        var problem = await OpenAsync() ?? await WriteAsync(chunk, facts);
        if (problem is not null && !facts.IsDraft)
        {
            _sealer.Lost(facts.Number, "no room");
        }

        return problem;
    }

    /// <summary>Writes the manifest.</summary>
    public async ValueTask CloseAsync()
    {
        DropDraft();
        foreach (var number in _upload.TakeSkipped())
        {
            _sealer.Lost(number, "too busy");
        }

        var problem = await OpenAsync();
        var file = new SpoolFile(_upload, SpoolFileKind.Manifest, _openingSpooled ? OpeningPath : null);
        var take = new SealedTake(OpeningPath, _upload.PathOf(SealedName.OfManifest(_sealer.Take)), _sealer.Close(_vault.Signing, _upload.End));
        _upload.Take = take;
        problem ??= await PlaceAsync(take.Path, take.Manifest, file);
        if (problem is not null)
        {
            // An opening that is in the spool stays there: the next process of this edge makes the manifest of what is there.
            _upload.ManifestDone(stored: false);
        }
    }

    public void Dispose() => _sealer.Dispose();

    private async ValueTask<string?> OpenAsync()
    {
        if (_opened)
        {
            return null;
        }

        _upload.Opened();
        var problem = await PlaceAsync(OpeningPath, _sealer.Opening, new SpoolFile(_upload, SpoolFileKind.Opening));
        if (problem is not null)
        {
            _upload.OpeningDone();
        }

        _opened = problem is null;
        return problem;
    }

    private async ValueTask<string?> WriteAsync(SpoolChunk chunk, SealedChunkFacts facts)
    {
        var path = _upload.PathOf(SealedName.OfChunk(facts with { Take = _sealer.Take }));
        var length = chunk.Bytes.Length + SealedChunk.Overhead;
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            _sealer.Seal(facts, chunk.Bytes.Span, bytes);
            var problem = facts.IsDraft ? Keep(path, bytes.AsSpan(0, length)) : await PlaceAsync(path, bytes.AsMemory(0, length), new SpoolFile(_upload, SpoolFileKind.Chunk));
            if (problem is null && !facts.IsDraft)
            {
                _sealer.Stored();
                SetDraftAside();
            }

            return problem;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>A draft is only for the next process of this edge, should this one die before the chunk is whole. The next one is written in its place.</summary>
    private string? Keep(string path, ReadOnlySpan<byte> bytes)
    {
        SetDraftAside();
        _draft = _folder.TryWrite(path, bytes, out var problem, over: _aside) ? path : null;
        _aside = null;
        return problem;
    }

    private async ValueTask<string?> PlaceAsync(string path, ReadOnlyMemory<byte> bytes, SpoolFile file)
    {
        if (_folder.TryWrite(path, bytes.Span, out var problem, beyondLimit: file.Kind != SpoolFileKind.Chunk))
        {
            _openingSpooled |= file.Kind == SpoolFileKind.Opening;
            _uploads.Add(path, file);
            return null;
        }

        return await _uploads.TryStoreAsync(path, bytes, file) is { } second ? $"{problem} {second}" : null;
    }

    private void SetDraftAside()
    {
        if (_draft is { } draft)
        {
            _folder.SetAside(draft);
            (_aside, _draft) = (draft, null);
        }
    }

    private void DropDraft()
    {
        SetDraftAside();
        if (_aside is { } aside)
        {
            _folder.DeleteAside(aside);
            _aside = null;
        }
    }
}
