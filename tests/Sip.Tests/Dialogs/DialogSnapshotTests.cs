using CsCheck;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Dialogs;
using Xunit;

namespace RtcCluster.Sip.Tests.Dialogs;

public sealed class DialogSnapshotTests
{
    private static readonly Gen<DialogSnapshot> Snapshots =
        from texts in Gen.String.Array[8]
        from routes in Gen.String.Array[0, 5]
        from body in Gen.Byte.Array[0, 400]
        from numbers in Gen.UInt.Array[3]
        from flags in Gen.Bool.Array[4]
        from refresher in Gen.Int[0, 2]
        from transport in Gen.Int[0, 4]
        select new DialogSnapshot
        {
            CallId = Clean(texts[0]),
            LocalTag = Clean(texts[1]),
            RemoteTag = Clean(texts[2]),
            LocalParty = Clean(texts[3]),
            RemoteParty = Clean(texts[4]),
            Token = Clean(texts[5]),
            RemoteTarget = Clean(texts[6]),
            Remote = Clean(texts[7]),
            Routes = [.. routes.Select(Clean)],
            LocalBody = body,
            LocalCSeq = numbers[0],
            RemoteCSeq = flags[0] ? numbers[1] : null,
            OwnsCallId = flags[1],
            AllowsUpdate = flags[2],
            SupportsTimer = flags[3],
            Session = new SessionTerms(TimeSpan.FromSeconds(numbers[2]), (Refresher)refresher),
            Transport = (SipTransport)transport,
        };

    [Fact]
    public void WhatIsWrittenIsRead() => Snapshots.Sample(
        snapshot =>
        {
            Assert.True(DialogSnapshot.TryRead(snapshot.ToBytes(), out var read));
            Assert.Equal(snapshot.Routes, read!.Routes);
            Assert.Equal(snapshot.LocalBody.ToArray(), read.LocalBody.ToArray());
            Assert.Equal(snapshot with { Routes = [], LocalBody = default }, read with { Routes = [], LocalBody = default });
        },
        iter: 2_000);

    [Fact]
    public void WhatIsCutOrChanged_IsRefusedOrRead_NeverThrows() => Gen.Select(Snapshots, Gen.Int[0, 10_000], Gen.Byte).Sample(
        (snapshot, place, value) =>
        {
            var bytes = snapshot.ToBytes();
            var at = place % bytes.Length;
            Assert.False(DialogSnapshot.TryRead(bytes.AsSpan(0, at), out _));
            bytes[at] = value;
            DialogSnapshot.TryRead(bytes, out _);
        },
        iter: 5_000);

    // Lone surrogates are no text, and nothing that came off a wire holds one.
    private static string Clean(string text) => string.Concat(text.Where(letter => !char.IsSurrogate(letter)));
}
