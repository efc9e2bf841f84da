using System.Net;
using RtcCluster.Load.Runner.Telephones;

namespace RtcCluster.Load.Runner.MixedDay;

/// <summary>A telephone that answers at once, and dials when it is told to.</summary>
internal sealed class DayPhone : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Opens it.</summary>
    public DayPhone(IPAddress address, IPEndPoint server, string extension, string password)
    {
        Extension = extension;
        Phone = new SipEndpoint(address, server, new PhoneAccount(extension, password, server), Take);
        Sdp = Phone.Sdp;
    }

    /// <summary>Its number.</summary>
    public string Extension { get; }

    /// <summary>Its end.</summary>
    public SipEndpoint Phone { get; }

    /// <summary>What it says of its media when it is called.</summary>
    public ReadOnlyMemory<byte> Sdp { get; set; }

    /// <summary>Registers.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public async Task RegisterAsync(CancellationToken ct)
    {
        if (await Phone.RegisterAsync(Extension).WaitAsync(Patience, ct) is var code and not 200)
        {
            throw new InvalidOperationException($"Telephone {Extension} was not registered: {code}.");
        }
    }

    public ValueTask DisposeAsync() => Phone.DisposeAsync();

    private void Take(SipCall call)
    {
        call.Ring();
        call.Answer(Sdp);
    }
}
