using System.Net;
using System.Threading.Channels;
using RtcCluster.Load.Runner.Telephones;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>Takes every call at once.</summary>
internal sealed class Taker : IAsyncDisposable
{
    private readonly SipEndpoint _phone;
    private readonly Channel<SipCall> _taken = Channel.CreateUnbounded<SipCall>();

    /// <summary>Opens it, at a port that is free.</summary>
    public Taker(IPAddress address) => _phone = new SipEndpoint(address, new IPEndPoint(address, 9), null, Take);

    /// <summary>Where it takes SIP.</summary>
    public IPEndPoint Local => _phone.Local;

    /// <summary>What it says of its media.</summary>
    public ReadOnlyMemory<byte> Sdp { get; set; }

    /// <summary>The next call that it has taken.</summary>
    public Task<SipCall> NextAsync(TimeSpan longest, CancellationToken ct) => _taken.Reader.ReadAsync(ct).AsTask().WaitAsync(longest, ct);

    public ValueTask DisposeAsync() => _phone.DisposeAsync();

    private void Take(SipCall call)
    {
        call.Ring();
        call.Answer(Sdp);
        _taken.Writer.TryWrite(call);
    }
}
