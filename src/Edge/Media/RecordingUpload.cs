using System.Collections.Immutable;
using RtcCluster.Contracts.Ids;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Edge.Media;

/// <summary>One take of a recording on its way to the blob store: what this process records of it. Any thread.</summary>
/// <param name="call">The call.</param>
/// <param name="recording">The recording.</param>
/// <param name="blobPrefix">Where its files go; ends with a slash.</param>
/// <param name="firstChunk">Number of its first chunk.</param>
/// <param name="startedAt">When that begins (UTC).</param>
/// <param name="troubled">Told once when chunks stop getting through, with what is wrong.</param>
internal sealed class RecordingUpload(CallId call, RecordingId recording, string blobPrefix, int firstChunk, DateTimeOffset startedAt, Action<string> troubled)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<int> _skipped = [];
    private int _pending;
    private int _stored;
    private int _lost;
    private long _samples;
    private int _rate = 8_000;
    private string? _problem;
    private string? _loss;
    private bool _told;
    private bool _closing;
    private bool _late;
    private bool _signed;

    /// <summary>The recording.</summary>
    public RecordingId Recording => recording;

    /// <summary>Its span, for those who trace.</summary>
    public System.Diagnostics.Activity? Span { get; init; }

    /// <summary>What parties were told before it began.</summary>
    public ImmutableArray<TakeNotice> Notices { get; init; } = [];

    /// <summary>The call.</summary>
    public CallId Call => call;

    /// <summary>Number of its first chunk.</summary>
    public int FirstChunk => firstChunk;

    /// <summary>When its first chunk begins (UTC).</summary>
    public DateTimeOffset StartedAt => startedAt;

    /// <summary>How it ended, once it has.</summary>
    public TakeEnd End { get; private set; }

    /// <summary>Its opening and its manifest, once that is made.</summary>
    public SealedTake? Take { get; set; }

    /// <summary>Whether its manifest is in the blob store.</summary>
    public bool IsSigned
    {
        get
        {
            lock (_lock)
            {
                return _signed;
            }
        }
    }

    /// <summary>Whether nobody waits any more for it to be stored: then somebody is to be told when it is, and its opening stays in the spool until that is done.</summary>
    public bool IsLate
    {
        get
        {
            lock (_lock)
            {
                return _late;
            }
        }
    }

    /// <summary>The path of a file of it.</summary>
    public string PathOf(string name) => blobPrefix + name;

    /// <summary>Chunks that are in the blob store.</summary>
    public int Stored
    {
        get
        {
            lock (_lock)
            {
                return _stored;
            }
        }
    }

    /// <summary>Milliseconds of audio in the chunks that were made.</summary>
    public long DurationMilliseconds
    {
        get
        {
            lock (_lock)
            {
                return _samples * 1_000 / _rate;
            }
        }
    }

    /// <summary>Whether every file is in the blob store.</summary>
    public bool IsComplete
    {
        get
        {
            lock (_lock)
            {
                return _pending == 0 && _lost == 0;
            }
        }
    }

    /// <summary>Why something is lost, else the last thing that went wrong.</summary>
    public string? Problem
    {
        get
        {
            lock (_lock)
            {
                return _loss ?? _problem;
            }
        }
    }

    /// <summary>A chunk was made.</summary>
    public void Made(long samples, int rate)
    {
        lock (_lock)
        {
            _pending++;
            _samples += samples;
            _rate = rate;
        }
    }

    /// <summary>Its opening is on its way.</summary>
    public void Opened()
    {
        lock (_lock)
        {
            _pending++;
        }
    }

    /// <summary>Its opening is in the blob store, or had no room and is written again with the next chunk.</summary>
    public void OpeningDone()
    {
        lock (_lock)
        {
            _pending--;
            Settle();
        }
    }

    /// <summary>A chunk is in the blob store.</summary>
    public void WasStored()
    {
        lock (_lock)
        {
            _pending--;
            _stored++;
            _told = false;
            Settle();
        }
    }

    /// <summary>A chunk is gone for good.</summary>
    public void WasLost(string problem)
    {
        lock (_lock)
        {
            _pending--;
            _lost++;
            _loss = problem;
            Settle();
        }

        HasTrouble(problem);
    }

    /// <summary>A chunk was dropped before it could be sealed.</summary>
    public void Skipped(int number)
    {
        lock (_lock)
        {
            _skipped.Add(number);
        }
    }

    /// <summary>The chunks that were dropped, in order.</summary>
    public IReadOnlyList<int> TakeSkipped()
    {
        lock (_lock)
        {
            return [.. _skipped.Order()];
        }
    }

    /// <summary>A chunk cannot be stored at present. The call hears of the first of a row only.</summary>
    public void HasTrouble(string problem)
    {
        lock (_lock)
        {
            _problem = problem;
            if (_told)
            {
                return;
            }

            _told = true;
        }

        troubled(problem);
    }

    /// <summary>No more chunks come; the manifest is on its way, and once. False when that was said before.</summary>
    /// <param name="end">What the manifest says of the end.</param>
    public bool TryClose(TakeEnd end)
    {
        lock (_lock)
        {
            var first = !_closing;
            _pending += first ? 1 : 0;
            End = first ? end : End;
            _closing = true;
            return first;
        }
    }

    /// <summary>The manifest is in the blob store, or will never be.</summary>
    public void ManifestDone(bool stored)
    {
        lock (_lock)
        {
            _pending--;
            _lost += stored ? 0 : 1;
            _signed |= stored;
            Settle();
        }
    }

    /// <summary>Nobody waits any more for it to be stored; false when it is, or is lost.</summary>
    public bool TryBeLate()
    {
        lock (_lock)
        {
            return _late = _pending > 0;
        }
    }

    /// <summary>Ends when each file is stored or lost, after <see cref="TryClose"/>.</summary>
    public Task Settled => _settled.Task;

    private void Settle()
    {
        if (_closing && _pending == 0)
        {
            _settled.TrySetResult();
        }
    }
}

/// <summary>What a take has beside its chunks.</summary>
/// <param name="Opening">Path of its opening.</param>
/// <param name="Path">Path of its manifest.</param>
/// <param name="Manifest">Its manifest.</param>
internal sealed record SealedTake(string Opening, string Path, byte[] Manifest);
