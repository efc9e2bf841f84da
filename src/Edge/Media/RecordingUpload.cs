using RtcCluster.Contracts.Ids;
using RtcCluster.Media.Recording;

namespace RtcCluster.Edge.Media;

/// <summary>One recording on its way to the blob store. Any thread.</summary>
/// <param name="recording">The recording.</param>
/// <param name="blobPrefix">Where its chunks go; ends with a slash.</param>
/// <param name="troubled">Told once when chunks stop getting through, with what is wrong.</param>
internal sealed class RecordingUpload(RecordingId recording, string blobPrefix, Action<string> troubled)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _pending;
    private int _stored;
    private int _lost;
    private long _samples;
    private int _rate = 8_000;
    private string? _problem;
    private bool _told;
    private bool _closing;

    /// <summary>The recording.</summary>
    public RecordingId Recording => recording;

    /// <summary>Its span, for those who trace.</summary>
    public System.Diagnostics.Activity? Span { get; init; }

    /// <summary>The path of a chunk.</summary>
    public string PathOf(in RecordingChunkHeader chunk) => $"{blobPrefix}{ChunkName.Of(chunk.Number, chunk.Kind)}";

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

    /// <summary>Whether every chunk is in the blob store.</summary>
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

    /// <summary>The last thing that went wrong.</summary>
    public string? Problem
    {
        get
        {
            lock (_lock)
            {
                return _problem;
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
            Settle();
        }

        HasTrouble(problem);
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

    /// <summary>No more chunks come; ends when each is stored or lost.</summary>
    public Task CloseAsync()
    {
        lock (_lock)
        {
            _closing = true;
            Settle();
        }

        return _settled.Task;
    }

    private void Settle()
    {
        if (_closing && _pending == 0)
        {
            _settled.TrySetResult();
        }
    }
}
