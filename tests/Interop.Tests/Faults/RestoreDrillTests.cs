using System.Globalization;
using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Standalone;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Faults;

/// <summary>The day on which everything is lost but the backups: real processes, and a power cut in the middle of what makes backups and of what brings them back.</summary>
[Trait("Clock", "none")]
public sealed class RestoreDrillTests
{
    private const string Key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const int Seed = 20261128;
    private const int Cuts = 2;

    // So that there is a middle: each is a file and a key in the backups.
    private const int Prompts = 300;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task CallsAndRecordingsComeBack_WhateverDiedInTheMiddle()
    {
        using var store = TempFolder.Create("drill");
        await using var server = await StandaloneServer.StartAsync("--Backup:Key", Key, "--Backup:Path", store.Path);
        var call = await TalkAsync(server);
        for (var i = 0; i < Prompts; i++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(server.DataPath, "blobs", "demo", "prompts", string.Create(CultureInfo.InvariantCulture, $"p{i}")));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "0.wav"), folder.Name, TestContext.Current.CancellationToken);
        }

        var random = new Random(Seed);
        for (var cut = 0; cut < Cuts; cut++)
        {
            // Beside the server, which goes on.
            await CutAsync(server, "backup", Path.Combine(store.Path, "demo", "chunks"), random.Next(1, Prompts / 2));
            Assert.NotEmpty(Directory.GetFiles(Path.Combine(store.Path, "demo", "begun")));
            Assert.False(Directory.Exists(Path.Combine(store.Path, "demo", "entries")));
        }

        Assert.Contains("BACKUP demo 1 of", await DoneAsync(server, "backup"), StringComparison.Ordinal);
        await AskByRestAsync(server);
        await server.KillAsync();

        Directory.Delete(server.DataPath, recursive: true);
        for (var cut = 0; cut < Cuts; cut++)
        {
            await CutAsync(server, "restore", Path.Combine(server.DataPath, "blobs", "demo"), random.Next(1, Prompts / 2));
            Assert.True(File.Exists(Path.Combine(server.DataPath, "blobs", "restoring", "demo")));
        }

        Assert.Contains("RESTORED demo from backup 1: ", await DoneAsync(server, "restore"), StringComparison.Ordinal);
        Assert.Equal(Prompts, Directory.GetFiles(Path.Combine(server.DataPath, "blobs", "demo", "prompts"), "*", SearchOption.AllDirectories).Length);

        // From now on the company's plan has none.
        await server.StartAgainAsync(new Dictionary<string, string> { ["Backup__Plans"] = "gold" });
        await IsThereAsync(server, call);
        await IsRefusedByRestAsync(server);
        Assert.NotEqual(call, await TalkAsync(server));
        Assert.Contains("VERIFIED: 2 recordings, 2 proven", await DoneAsync(server, "recordings", "verify", "--all"), StringComparison.Ordinal);
    }

    /// <summary>A call that is recorded; its id.</summary>
    private static async Task<string> TalkAsync(StandaloneServer server)
    {
        var registrar = server.Addresses.SipUdp.ToString();
        await using var alice = await TonePhones.AliceAsync(registrar);
        await using var bob = await TonePhones.BobAsync(registrar);
        var began = DateTimeOffset.UtcNow - TimeSpan.FromSeconds(1);
        await alice.DialAsync("1002");
        await bob.WaitForAsync("CALL_INCOMING", Soon);
        await bob.AcceptAsync();
        await alice.WaitForAsync("CALL_ESTABLISHED", Soon);
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        await alice.HangUpAsync();
        await bob.WaitForAsync("CALL_CLOSED", Soon);
        using var admin = await server.SignInAsync("admin@demo.test");
        var entry = Assert.Single(await admin.WaitForCallLogAsync("the call", each => each.EndedAt is not null && each.BeganAfter(began), Soon));
        await admin.WaitForRecordingAsync(entry.Id, Soon);
        return entry.Id;
    }

    private static async Task IsThereAsync(StandaloneServer server, string call)
    {
        using var admin = await server.SignInAsync("admin@demo.test");
        Assert.Equal(call, Assert.Single(await admin.CallLogAsync()).Id);
        var sound = await admin.AudioAsync((await admin.WaitForRecordingAsync(call, Soon)).Id);
        var (left, right) = (ToneTimeline.Of(sound.Left, sound.Rate), ToneTimeline.Of(sound.Right, sound.Rate));
        Assert.True(left.Heard(TonePhones.AliceTone) > TimeSpan.FromSeconds(1), $"left: {left}");
        Assert.True(right.Heard(TonePhones.BobTone) > TimeSpan.FromSeconds(1), $"right: {right}");
    }

    private static async Task AskByRestAsync(StandaloneServer server)
    {
        var (web, token) = (server.Addresses.WebUrl, await Http.TokenAsync(server.Addresses.WebUrl, "admin@demo.test"));
        Assert.Equal(204, (await Http.SendAsync(web, HttpMethod.Post, "api/v1/backups/verifications", token)).Status);
        var backups = await Eventually.GetAsync(
            "the verification", Soon, async () => (await Http.SendAsync(web, HttpMethod.Get, "api/v1/backups", token)).Body, body => body.GetProperty("verified").ValueKind == JsonValueKind.Object);
        Assert.Equal((1, JsonValueKind.Null), (backups.GetProperty("verified").GetProperty("backups").GetInt32(), backups.GetProperty("verified").GetProperty("fault").ValueKind));
        Assert.Equal(1, Assert.Single(backups.GetProperty("items").EnumerateArray()).GetProperty("number").GetInt32());

        var (status, schedule) = await Http.SendAsync(web, HttpMethod.Put, "api/v1/backups/schedule?version=0", token, new { every = "weekly", hour = 4, weekday = 6, keep = 8 });
        Assert.Equal((200, "weekly", 1), (status, schedule.GetProperty("every").GetString(), schedule.GetProperty("version").GetInt32()));
        Assert.Equal(409, (await Http.SendAsync(web, HttpMethod.Put, "api/v1/backups/schedule?version=0", token, new { every = "never" })).Status);
        Assert.Equal(400, (await Http.SendAsync(web, HttpMethod.Put, "api/v1/backups/schedule", token, new { every = "daily", hour = 24 })).Status);
        // Saturday, 04:00 in Bogota.
        var next = (await Http.SendAsync(web, HttpMethod.Get, "api/v1/backups", token)).Body.GetProperty("next").GetDateTimeOffset();
        Assert.Equal((DayOfWeek.Saturday, TimeSpan.FromHours(9)), (next.DayOfWeek, next.UtcDateTime.TimeOfDay));
    }

    private static async Task IsRefusedByRestAsync(StandaloneServer server)
    {
        const string Reason = "The company has no plan that includes backups.";
        var (web, token) = (server.Addresses.WebUrl, await Http.TokenAsync(server.Addresses.WebUrl, "admin@demo.test"));
        foreach (var (method, path, body) in new[] { (HttpMethod.Post, "backups", null), (HttpMethod.Post, "backups/verifications", null), (HttpMethod.Put, "backups/schedule", (object?)new { every = "daily" }) })
        {
            var (status, problem) = await Http.SendAsync(web, method, $"api/v1/{path}", token, body);
            Assert.Equal((403, Reason), (status, problem.GetProperty("detail").GetString()));
        }

        var backups = (await Http.SendAsync(web, HttpMethod.Get, "api/v1/backups", token)).Body;
        Assert.Equal(("notInPlan", JsonValueKind.Null), (backups.GetProperty("refused").GetString(), backups.GetProperty("next").ValueKind));
        var trail = (await Http.SendAsync(web, HttpMethod.Get, "api/v1/audit?action=backup.refuse", token)).Body.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([Reason, Reason, Reason], trail.Select(entry => entry.GetProperty("detail").GetString()));
    }

    /// <summary>Kills a command as soon as there are so many files of what it writes.</summary>
    private static async Task CutAsync(StandaloneServer server, string command, string folder, int files)
    {
        var before = Count(folder);
        await using var process = server.Administer(command);
        using var limit = new CancellationTokenSource(Patience);
        while (Count(folder) is var now && (now < files || now == before) && !process.HasExited)
        {
            Assert.False(limit.IsCancellationRequested, $"{command} with seed {Seed} never wrote {files} files. {process.Tail()}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken);
        }

        process.Kill();
        var code = await process.WaitForExitAsync(Soon);
        Assert.True(code == 137, $"{command} with seed {Seed} was to die at {files} files, and ended with {code}. {process.Tail()}");
    }

    private static int Count(string folder)
    {
        try
        {
            return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count();
        }
        catch (DirectoryNotFoundException)
        {
            return 0;
        }
    }

    private static async Task<string> DoneAsync(StandaloneServer server, params string[] command)
    {
        var (code, output) = await server.AdministerAsync(command);
        Assert.True(code == 0, output);
        return output;
    }
}
