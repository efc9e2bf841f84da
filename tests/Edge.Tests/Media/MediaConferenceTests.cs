using System.Net;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Media;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Media.Mixing;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Media;

/// <summary>A conference in a real shard: telephones on real sockets, each with a tone of its own, tell by tones whom they hear.</summary>
public sealed class MediaConferenceTests
{
    private const double TuneOfA = 440;
    private const double TuneOfB = 700;
    private const double TuneOfC = 1_000;
    private static readonly TimeSpan Talk = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly List<(ConferenceMember Member, LegEvent Event)> _reported = [];

    [Fact]
    public async Task ThreeTelephonesHearEachOtherAndNotThemselves()
    {
        await using var host = new ShardUnderTest();
        await using var phones = new ThreePhones();
        var conference = await host.NewConferenceAsync();
        await JoinAsync(host, conference, phones);
        await phones.SpeakAsync(Talk);
        Assert.Equal(("700 1000", "440 1000", "440 700"), phones.Heard());
        Assert.Equal(3, await host.DoAsync(() => conference.Members));
        await host.DoAsync(conference.CloseAll);
    }

    [Fact]
    public async Task ASupervisorWhispers_TakesOver_AndListens_InOneCall()
    {
        await using var host = new ShardUnderTest();
        await using var phones = new ThreePhones();
        var conference = await host.NewConferenceAsync();
        await JoinAsync(host, conference, phones);
        foreach (var (mode, expected) in new[]
        {
            (SupervisionMode.Whisper, ("700", "440 1000", "440 700")),
            (SupervisionMode.TakeOver, ("1000", "", "440")),
            (SupervisionMode.Listen, ("700", "440", "440 700")),
        })
        {
            await host.DoAsync(() => conference.Supervise(Member(0), Member(1), Member(2), mode));

            // What is on its way in the jitter buffers was said before the change.
            await phones.SpeakAsync(TimeSpan.FromMilliseconds(200));
            await phones.SpeakAsync(Talk);
            Assert.Equal(expected, phones.Heard());
        }

        await host.DoAsync(conference.CloseAll);
    }

    [Fact]
    public async Task WhoIsMutedOrNotYetIn_IsNotHeard()
    {
        await using var host = new ShardUnderTest();
        await using var phones = new ThreePhones();
        var conference = await host.NewConferenceAsync();
        await OpenAsync(host, conference, phones);
        await host.DoAsync(() =>
        {
            conference.Join(Member(0), isAnnounced: false);
            conference.Join(Member(1), isAnnounced: false);
            conference.SetMuted(Member(1), true);
        });
        await phones.SpeakAsync(Talk);
        Assert.Equal(("", "440", ""), phones.Heard());
        await host.DoAsync(conference.CloseAll);
    }

    [Fact]
    public async Task ABrowserAndATelephoneMeet()
    {
        await using var host = new ShardUnderTest();
        await using var phone = new RtpPort();
        using var browser = new WebPhone();
        var conference = await host.NewConferenceAsync();
        var port = await host.DoAsync(() =>
        {
            Open(conference, 0, browser.Offer());
            Open(conference, 1, SdpText.Audio(phone.Local));
            browser.Connect(conference.Describe(Member(0).Call, LegId.First)!);
            conference.Join(Member(0), isAnnounced: false);
            conference.Join(Member(1), isAnnounced: false);
            return SdpText.AudioOf(conference.Describe(Member(1).Call, LegId.First)!);
        });
        await host.SecureAsync(browser);
        var speaking = phone.SpeakAsync(TuneOfA, port, Talk);
        for (var i = 0; !speaking.IsCompleted; i++)
        {
            browser.Speak(0, Array.ConvertAll(Tone.Samples(TuneOfB, 8_000, 160, i * 160), Companding.ToMuLaw), 160);
            await Task.WhenAny(speaking, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken));
        }

        await speaking;
        Assert.Equal("700", Tunes(phone.HeardSamples()));
        Assert.Equal("440", Tunes([.. browser.Heard.SelectMany(static packet => Array.ConvertAll(packet.Payload, Companding.FromMuLaw))]));
        await host.DoAsync(conference.CloseAll);
    }

    [Fact]
    public async Task WhatHappensToAMemberIsReportedToItsOwnCall()
    {
        await using var host = new ShardUnderTest();
        await using var phones = new ThreePhones();
        var conference = await host.NewConferenceAsync();
        await OpenAsync(host, conference, phones);
        await phones.SpeakAsync(TimeSpan.FromMilliseconds(100));
        await phones.C.SendDigitAsync(7, phones.ToC!);
        await Eventually.IsTrueAsync(
            "the digit", Patience, () => host.DoAsync(() => _reported.Exists(static r => r.Member == Member(2) && r.Event is LegDigit { Digit: '7', Leg.Number: 1 })));
        var up = await host.DoAsync(() => _reported.FindAll(static r => r.Event is MediaUp { Leg.Number: 1 }));
        Assert.Equal([Member(0), Member(1), Member(2)], up.Select(static r => r.Member).OrderBy(static m => m.Call.Key));
        await host.DoAsync(conference.CloseAll);
    }

    [Fact]
    public async Task WhoComesAndWhoLeavesIsAnnouncedToTheOthers()
    {
        await using var host = new ShardUnderTest();
        await using var phones = new ThreePhones();
        var conference = await host.NewConferenceAsync();
        await OpenAsync(host, conference, phones);
        await host.DoAsync(() => conference.Join(Member(0)));
        await host.DoAsync(() => conference.Join(Member(1)));
        await Eventually.IsTrueAsync("the tone of entry", Patience, () => Task.FromResult(IsTone(phones.A)));
        Assert.False(IsTone(phones.B));
        phones.Forget();
        await host.DoAsync(() => conference.Close(Member(1)));
        await Eventually.IsTrueAsync("the tone of exit", Patience, () => Task.FromResult(IsTone(phones.A)));
        Assert.Equal(1, await host.DoAsync(() => conference.Members));
        await host.DoAsync(conference.CloseAll);
    }

    [Fact]
    public async Task ForWhomNoPortIsFreeIsRefused_AndTheOthersGoOn()
    {
        // The shard's 16 ports are seven or eight pairs: one begins with an even number.
        await using var host = new ShardUnderTest();
        await using var phone = new RtpPort();
        var conference = await host.NewConferenceAsync();
        await host.DoAsync(() =>
        {
            for (var i = 0; i < 9; i++)
            {
                Open(conference, i, SdpText.Audio(phone.Local));
                conference.Join(Member(i), isAnnounced: false);
            }

        });
        var refused = await host.DoAsync(() => _reported.FindAll(static r => r.Event is MediaRefused { Failure.SipCode: 503 }));
        Assert.InRange(refused.Count, 1, 2);
        Assert.Equal(9 - refused.Count, await host.DoAsync(() => conference.Members));
        Assert.Contains(refused, static r => r.Member == Member(8));
        await host.DoAsync(conference.CloseAll);
    }

    private static ConferenceMember Member(int number) => new(new CallId($"demo/call{number}"), LegId.First);

    private static bool IsTone(RtpPort phone) => Ear.Listen(phone.HeardSamples(), 8_000).Rms > 500;

    private static string Tunes(short[] heard) => HeardTones.Of(heard, TuneOfA, TuneOfB, TuneOfC);

    private void Open(MediaConference conference, int number, string offer)
    {
        var member = Member(number);
        conference.Open(member.Call, new OpenMedia(member.Leg, offer, null, false, false), default, happened => _reported.Add((member, happened)));
    }

    private async Task OpenAsync(ShardUnderTest host, MediaConference conference, ThreePhones phones) => await host.DoAsync(() =>
    {
        Open(conference, 0, SdpText.Audio(phones.A.Local));
        Open(conference, 1, SdpText.Audio(phones.B.Local));
        Open(conference, 2, SdpText.Audio(phones.C.Local));
        phones.ToA = SdpText.AudioOf(conference.Describe(Member(0).Call, LegId.First)!);
        phones.ToB = SdpText.AudioOf(conference.Describe(Member(1).Call, LegId.First)!);
        phones.ToC = SdpText.AudioOf(conference.Describe(Member(2).Call, LegId.First)!);
    });

    private async Task JoinAsync(ShardUnderTest host, MediaConference conference, ThreePhones phones)
    {
        await OpenAsync(host, conference, phones);
        await host.DoAsync(() =>
        {
            for (var i = 0; i < 3; i++)
            {
                conference.Join(Member(i), isAnnounced: false);
            }
        });
    }

    private sealed class ThreePhones : IAsyncDisposable
    {
        public RtpPort A { get; } = new();

        public RtpPort B { get; } = new();

        public RtpPort C { get; } = new();

        public IPEndPoint? ToA { get; set; }

        public IPEndPoint? ToB { get; set; }

        public IPEndPoint? ToC { get; set; }

        /// <summary>All speak for that long; what they heard before is forgotten.</summary>
        public async Task SpeakAsync(TimeSpan time)
        {
            Forget();
            await Task.WhenAll(A.SpeakAsync(TuneOfA, ToA!, time), B.SpeakAsync(TuneOfB, ToB!, time), C.SpeakAsync(TuneOfC, ToC!, time));
        }

        public (string A, string B, string C) Heard() => (Tunes(A.HeardSamples()), Tunes(B.HeardSamples()), Tunes(C.HeardSamples()));

        public void Forget()
        {
            A.Forget();
            B.Forget();
            C.Forget();
        }

        public async ValueTask DisposeAsync()
        {
            await A.DisposeAsync();
            await B.DisposeAsync();
            await C.DisposeAsync();
        }
    }
}
