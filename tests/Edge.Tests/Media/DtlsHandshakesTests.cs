using RtcCluster.Edge.Media;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Media.Dtls;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Media;

/// <summary>More browsers than there are places for their handshakes.</summary>
public sealed class DtlsHandshakesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task WhoComesWhenAllPlacesAreTakenWaitsInOrder_AndBeyondThatIsDroppedAndCounted()
    {
        await using var host = new ShardUnderTest(maxHandshakes: 1);
        var places = host.Handshakes;
        var peer = DtlsFingerprints.Of(places.Identities.Own.Fingerprint);
        var done = new List<int>();
        var shakes = Enumerable.Range(0, DtlsHandshakes.WaitingForEach + 2).Select(_ => places.Make(places.Identities.Own, static _ => { })).ToArray();

        // Nobody greets: each keeps its place until it is closed.
        var taken = shakes.Select((shake, number) => places.TryRun(shake, DtlsRole.Server, peer, _ => Note(number))).ToArray();

        Assert.Equal([.. Enumerable.Repeat(true, DtlsHandshakes.WaitingForEach + 1), false], taken);
        Assert.Equal((1, DtlsHandshakes.WaitingForEach), (places.Running, places.Waiting));
        Assert.Equal(1, host.Metric("rtc_dtls_handshakes{Overload}"));
        foreach (var shake in shakes)
        {
            shake.Close();
        }

        await Eventually.IsTrueAsync("the places to be free", Patience, () => Task.FromResult((places.Running, places.Waiting) == (0, 0) && Count() == DtlsHandshakes.WaitingForEach + 1));
        Assert.Equal(Enumerable.Range(0, DtlsHandshakes.WaitingForEach + 1), done);
        foreach (var shake in shakes)
        {
            shake.Dispose();
        }

        void Note(int number)
        {
            lock (done)
            {
                done.Add(number);
            }
        }

        int Count()
        {
            lock (done)
            {
                return done.Count;
            }
        }
    }
}
