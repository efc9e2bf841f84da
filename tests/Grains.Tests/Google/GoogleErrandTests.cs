using System.Buffers.Text;
using System.Reflection;
using System.Text;
using RtcCluster.Contracts.Google;
using RtcCluster.Grains.Google;
using RtcCluster.Grains.Tests.Cluster;
using RtcCluster.Storage.Google;

namespace RtcCluster.Grains.Tests.Google;

/// <summary>What a user asks of Google and waits for: meetings and e-mails.</summary>
[Collection(GoogleHouse.Name)]
public sealed class GoogleErrandTests(GrainHouse house)
{
    private const string Spaces = "POST /v2/spaces";
    private const string Letter = "To: bob@example.com\r\nSubject: Hello\r\n\r\nText\r\n";

    [Fact]
    public async Task AMeetingIsMadeOnceForACall_AndAnotherForAnotherCall()
    {
        var user = await Connected("errand1");

        var both = await Task.WhenAll(user.Grain.Meet("c1"), user.Grain.Meet("c1"));
        var again = await user.Grain.Meet("c1");
        var other = await user.Grain.Meet("c2");

        Assert.All(both.Append(again), answer => Assert.Equal((null, both[0].Link), (answer.Reason, answer.Link)));
        Assert.Equal([both[0].Link!, other.Link!], user.Account.Meetings.Made);
        Assert.NotEqual(both[0].Link, other.Link);
        await user.Grain.Disconnect();
    }

    [Fact]
    public async Task WhoHasNoAccount_OrDidNotAllowIt_IsToldSo_AndGoogleIsNotAsked()
    {
        var user = new GoogleUser(house, "errand2");
        Assert.Equal("unconnected", (await user.Grain.Meet("c1")).Reason);
        Assert.Equal("unconnected", (await user.Grain.Mail(Raw())).Reason);

        user.Account.DeniedScopes.UnionWith(["https://www.googleapis.com/auth/meetings.space.created", "https://www.googleapis.com/auth/gmail.send"]);
        await user.Connected();
        Assert.Equal("scope", (await user.Grain.Meet("c1")).Reason);
        Assert.Equal("scope", (await user.Grain.Mail(Raw())).Reason);
        Assert.Equal((false, "scope"), ((await user.Part("meet")).IsOn, (await user.Part("meet")).Reason));
        Assert.True((await user.Part("calendar")).IsOn);
        Assert.DoesNotContain(user.Account.Asked, static asked => asked.StartsWith(Spaces, StringComparison.Ordinal) || asked.Contains("/messages/send", StringComparison.Ordinal));
        await user.Grain.Disconnect();
    }

    [Fact]
    public async Task WhileGoogleWantsToBeLeftAlone_ItIsNotAsked_AndThenItIs()
    {
        var user = await Connected("errand3");
        user.Account.Fail(Spaces, 429, "RATE_LIMIT_EXCEEDED", retryAfter: 40);
        Assert.Equal(new GoogleAnswer("throttled", TimeSpan.FromSeconds(40)), await user.Grain.Meet("c1"));
        Assert.Equal("throttled", (await user.Part("meet")).Reason);

        house.Time.Advance(TimeSpan.FromSeconds(39));
        Assert.Equal(new GoogleAnswer("throttled", TimeSpan.FromSeconds(1)), await user.Grain.Meet("c1"));
        Assert.Equal(1, AskedOf(user));

        house.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull((await user.Grain.Meet("c1")).Link);
        Assert.Equal(2, AskedOf(user));
        Assert.True((await user.Part("meet")).IsOn);
        await user.Grain.Disconnect();
    }

    [Fact]
    public async Task WhoFailsAgainAndAgain_IsAskedEverMoreSeldom_AndOtherPartsGoOn()
    {
        var user = await Connected("errand4");
        user.Account.Fail(Spaces, 503, times: 3);
        foreach (var seconds in new[] { 2, 4, 8 })
        {
            Assert.Equal(new GoogleAnswer("away", TimeSpan.FromSeconds(seconds)), await user.Grain.Meet("c1"));
            house.Time.Advance(TimeSpan.FromSeconds(seconds));
        }

        Assert.Null((await user.Grain.Mail(Raw())).Reason);
        Assert.NotNull((await user.Grain.Meet("c1")).Link);
        await user.Grain.Disconnect();
    }

    [Theory]
    [InlineData("""{"meetingUri":"https://meet.google.com.evil.example/abc"}""")]
    [InlineData("""{"meetingUri":"http://meet.google.com/abc"}""")]
    [InlineData("""{"meetingUri":"https://ana@meet.google.com/abc"}""")]
    [InlineData("""{"meetingUri":"javascript:alert(1)"}""")]
    [InlineData("{}")]
    [InlineData("<html>")]
    public async Task WhatIsNoMeetingOfGoogles_IsShownToNobody(string answer)
    {
        var user = await Connected("errand5");
        user.Account.Mislead(Spaces, answer);
        var made = await user.Grain.Meet("c1");
        Assert.Equal(("away", null), (made.Reason, made.Link));
        await user.Grain.Disconnect();
    }

    [Fact]
    public async Task AnAccountThatIsTakenAway_IsTakenAwayWithAllItsParts()
    {
        var user = await Connected("errand6");
        user.Account.Revoke();
        Assert.Equal("revoked", (await user.Grain.Meet("c1")).Reason);
        Assert.All((await user.Grain.State()).Parts, static part => Assert.Equal("revoked", part.Reason));
        Assert.Equal("revoked", (await user.Grain.Mail(Raw())).Reason);
        await user.Grain.Disconnect();
    }

    [Fact]
    public async Task ALetterIsSentOnce_AsItIs()
    {
        var user = await Connected("errand7");
        Assert.Null((await user.Grain.Mail(Raw())).Reason);
        var letter = Assert.Single(user.Account.Outbox.Sent);
        Assert.Equal(("bob@example.com", "Hello", "errand7@example.com"), (letter.To.ToString(), letter.Subject, letter.From.ToString()));

        // It may have been sent: nobody sends it again by itself.
        user.Account.Fail("POST /gmail/v1/users/me/messages/send", 0, isDone: true);
        Assert.Equal("away", (await user.Grain.Mail(Raw())).Reason);
        Assert.Equal(2, user.Account.Outbox.Sent.Count);
        await user.Grain.Disconnect();
    }

    [Fact]
    public async Task WhatWasDone_IsDone_ThoughTheDatabaseIsAwayAfterwards()
    {
        var user = await Connected("errand8");
        user.Account.Before = _ =>
        {
            house.GoogleStore.Fails = nameof(IGoogleStore.FindAsync);
            return Task.CompletedTask;
        };
        Uri? link;
        try
        {
            Assert.Null((await user.Grain.Mail(Raw())).Reason);
            house.GoogleStore.Fails = null;
            link = (await user.Grain.Meet("c1")).Link;
        }
        finally
        {
            house.GoogleStore.Fails = null;
            user.Account.Before = static _ => Task.CompletedTask;
        }

        Assert.Single(user.Account.Outbox.Sent);
        Assert.Equal(Assert.Single(user.Account.Meetings.Made), link);
        Assert.Equal(link, (await user.Grain.Meet("c1")).Link);
        Assert.Single(user.Account.Meetings.Made);
        await user.Grain.Disconnect();
    }

    [Fact]
    public async Task OneLetterIsUnderWayAtATime()
    {
        var user = await Connected("errand9");
        var (arrived, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        user.Account.Before = _ =>
        {
            arrived.TrySetResult();
            return release.Task;
        };
        var first = user.Grain.Mail(Raw());
        try
        {
            await arrived.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            var second = await user.Grain.Mail(Raw());
            Assert.Equal("throttled", second.Reason);
            Assert.NotNull(second.RetryAfter);
        }
        finally
        {
            user.Account.Before = static _ => Task.CompletedTask;
            release.SetResult();
        }

        Assert.Null((await first).Reason);
        Assert.Null((await user.Grain.Mail(Raw())).Reason);
        Assert.Equal(2, user.Account.Outbox.Sent.Count);
        await user.Grain.Disconnect();
    }

    [Theory]
    [InlineData(nameof(IGoogleGrain.Mail), "errand11")]
    [InlineData(nameof(IGoogleGrain.Meet), "errand12")]
    public async Task WhatTakesTooLong_IsGivenUp_BeforeWhoeverWaitsForItIsGivenNoAnswer(string method, string name)
    {
        var asked = typeof(IGoogleGrain).GetMethod(method)!;
        Assert.True(GoogleDesk.LongestErrand + TimeSpan.FromSeconds(10) < asked.GetCustomAttribute<ResponseTimeoutAttribute>()!.Timeout);
        var user = await Connected(name);
        var (arrived, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        user.Account.Before = _ =>
        {
            arrived.TrySetResult();
            return release.Task;
        };
        try
        {
            var waits = (Task<GoogleAnswer>)asked.Invoke(user.Grain, [method == nameof(IGoogleGrain.Mail) ? Raw() : "c1"])!;
            await arrived.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            house.Time.Advance(GoogleDesk.LongestErrand - TimeSpan.FromSeconds(1));
            // An answer of the grain's after that: what had been given up would have been by now.
            await user.Grain.State();
            Assert.False(waits.IsCompleted);

            house.Time.Advance(TimeSpan.FromSeconds(1));

            Assert.Equal(new GoogleAnswer("away"), await waits.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        }
        finally
        {
            user.Account.Before = static _ => Task.CompletedTask;
            release.SetResult();
        }

        // Nothing is left alone for it: who asks again is heard.
        Assert.Null((await user.Grain.Mail(Raw())).Reason);
        Assert.NotNull((await user.Grain.Meet("c1")).Link);
        await user.Grain.Disconnect();
    }

    [Fact]
    public async Task OfAHundredMeetings_TheOldestIsForgotten()
    {
        var user = await Connected("errand10");
        for (var i = 0; i <= 100; i++)
        {
            Assert.NotNull((await user.Grain.Meet($"c{i}")).Link);
        }

        await user.Grain.Meet("c1");
        await user.Grain.Meet("c100");
        Assert.Equal(101, user.Account.Meetings.Made.Count);
        await user.Grain.Meet("c0");
        Assert.Equal(102, user.Account.Meetings.Made.Count);
        await user.Grain.Disconnect();
    }

    private async Task<GoogleUser> Connected(string name)
    {
        var user = new GoogleUser(house, name);
        await user.Connected();
        return user;
    }

    private static int AskedOf(GoogleUser user) => user.Account.Asked.Count(static asked => asked.StartsWith(Spaces, StringComparison.Ordinal));

    private static string Raw() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Letter));
}
