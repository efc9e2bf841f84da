using System.Threading.Channels;
using RtcCluster.Media.Tones;

namespace RtcCluster.Edge.Prompts;

/// <summary>
/// What a leg hears of a prompt: its pieces as they come, and silence while the next is awaited. Read by the media thread, which waits for nobody; written by whoever makes the
/// pieces, who waits when two are ahead.
/// </summary>
internal sealed class PromptFeed : AudioSource
{
    private const int Ahead = 2;

    private readonly Channel<ReadOnlyMemory<short>> _pieces =
        Channel.CreateBounded<ReadOnlyMemory<short>>(new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });

    private ReadOnlyMemory<short> _rest;

    /// <summary>A listener who cannot hear yet, or is on hold, misses nothing.</summary>
    public override bool WaitsForListener => true;

    /// <summary>Why it ended before its last piece; to be asked when <see cref="Fill"/> has said false.</summary>
    public PromptFailure Failure { get; private set; }

    /// <summary>Whether nobody hears it any more.</summary>
    public bool IsAbandoned { get; private set; }

    /// <inheritdoc/>
    public override bool Fill(Span<short> frame)
    {
        for (var done = 0; done < frame.Length;)
        {
            if (_rest.IsEmpty && !_pieces.Reader.TryRead(out _rest))
            {
                frame[done..].Clear();
                return done > 0 || !_pieces.Reader.Completion.IsCompleted;
            }

            var count = Math.Min(frame.Length - done, _rest.Length);
            _rest.Span[..count].CopyTo(frame[done..]);
            _rest = _rest[count..];
            done += count;
        }

        return true;
    }

    /// <summary>The next samples; false when nobody hears them.</summary>
    public async ValueTask<bool> AddAsync(ReadOnlyMemory<short> samples)
    {
        while (await _pieces.Writer.WaitToWriteAsync())
        {
            if (_pieces.Writer.TryWrite(samples))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>There are no more.</summary>
    public void End(PromptFailure failure)
    {
        Failure = failure;
        _pieces.Writer.TryComplete();
    }

    /// <summary>The leg hears something else: whoever makes the pieces may stop.</summary>
    public void Abandon()
    {
        IsAbandoned = true;
        _pieces.Writer.TryComplete();
    }
}
