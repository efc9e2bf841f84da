using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Processes;

namespace RtcCluster.Standalone.Tests.Configuration;

/// <summary>Programs that are started with a configuration they must refuse: what they say, and their exit code (78, EX_CONFIG).</summary>
public sealed class RefusedStartTests
{
    private const int Refused = 78;
    private const string Public = "must be a loopback address while Demo:Enabled is true: the demo's passwords are known to everybody";
    private const string Bench = "must be a loopback address while Bench:Enabled is true: a bench takes calls of its source without asking who it is";
    private const string SharedRedis = "only Standalone may use it; a silo or an edge needs Redis or AzureTable";
    private const string SharedDatabase = "Database:Provider = 'Sqlite': only Standalone may use it; a silo or an edge needs PostgreSql";
    private const string OwnClusterId = "Cluster:ClusterId = 'standalone': only Standalone may use the default; choose a name of your own";
    private static readonly string[] Joined = ["--Cluster:ConnectionString=127.0.0.1:1", "--Cluster:ClusterId=c"];
    private static readonly string[] Stored = ["--Database:ConnectionString=Host=127.0.0.1;Port=1;Username=rtc"];
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(60);

    public static TheoryData<string, string[], string[]> Cases => new()
    {
        { "Standalone", ["--Sip:Upd=127.0.0.1:5070"], ["Sip:Upd: is unknown; did you mean Udp?"] },
        { "Standalone", ["--Media:Shards=257"], ["Media:Shards = '257': must be from 0 to 256"] },
        { "Standalone", ["--Cluster:SiloPort=no"], ["Cluster:SiloPort = 'no': must be a whole number"] },
        { "Standalone", ["--Database:Provder=Sqlite"], ["Database:Provder: is unknown; did you mean Provider?"] },
        { "Standalone", ["--Blobs:Provider=Tape"], ["Blobs:Provider is 'Tape'; it must be Files or AzureBlob or S3."] },
        { "Standalone", ["--Calls:MaxLength=00:00:01"], ["Calls:MaxLength = '00:00:01': must be from 00:01:00 to 7.00:00:00"] },
        { "Standalone", ["--Web:AdminUrl=http://127.0.0.2:8080"], ["Web:AdminUrl = 'http://127.0.0.2:8080/': must have another port than Web:Url (8080): the port tells administration from the public"] },
        { "Standalone", ["--Logging:ShowPersonalData=perhaps"], ["Logging:ShowPersonalData = 'perhaps': must be true or false"] },
        { "Standalone", ["--Sip:Udp=10.0.0.1:5060", "--Web:Url=http://10.0.0.1:8080"], [$"Sip:Udp = '10.0.0.1:5060': {Public}", $"Web:Url = 'http://10.0.0.1:8080/': {Public}"] },
        {
            "Standalone",
            ["--Demo:Enabled=false", "--Bench:Enabled=true", "--Bench:Source=10.0.0.9", "--Sip:Udp=10.0.0.1:5060"],
            [$"Bench:Source = '10.0.0.9': {Bench}", $"Sip:Udp = '10.0.0.1:5060': {Bench}"]
        },
        { "Standalone", ["--Bench:SipCores=0,x"], ["Bench:SipCores = '0,x': must be processors from 0 to 1023, like 0,2-3, or empty"] },
        { "Silo", Stored, ["Cluster:ConnectionString = '': must be set when Cluster:Provider is Redis"] },
        { "Silo", ["--Cluster:Provider=Embedded", "--Database:Provider=Sqlite"], [$"Cluster:Provider = 'Embedded': {SharedRedis}", SharedDatabase, OwnClusterId] },
        { "Silo", [.. Joined, .. Stored, "--Web:Url=http://127.0.0.1:8080"], ["Web:Url: is unknown; known here: AdminUrl"] },
        { "Silo", [.. Joined, .. Stored, "--Cluster:Address=10.0.0.1", "--Demo:Enabled=true"], [$"Cluster:Address = '10.0.0.1': {Public}"] },
        { "Edge", ["--Cluster:Provider=Embedded", "--Database:Provider=Sqlite"], [$"Cluster:Provider = 'Embedded': {SharedRedis}", SharedDatabase, OwnClusterId] },
        { "Edge", [.. Joined, "--Database:Provider=Sqlite"], [SharedDatabase] },
        { "Edge", Joined, ["Database:ConnectionString: must be set when Database:Provider is PostgreSql"] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task ProcessNamesKeyValueAndBound_AndEnds(string program, string[] arguments, string[] messages)
    {
        using var folder = TempFolder.Create("refused");
        var file = Path.Combine(AppContext.BaseDirectory, $"RtcCluster.{program}.dll");
        await using var process = RunningProcess.Start(program, "dotnet", ["exec", file, "--Data:Path", folder.At("data"), .. arguments], folder.Path);

        await process.WaitForLineAsync(messages[^1], EndTime);
        Assert.Equal(Refused, await process.WaitForExitAsync(EndTime));
        Assert.Equal(["The configuration is refused.", .. messages.Select(message => $"  {message}")], process.Lines);
    }
}
