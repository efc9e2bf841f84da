using System.Globalization;
using RtcCluster.TestKit.Google;

// A Google to try Google Workspace with, without one: dotnet run --project tests/GoogleDemo -- [port] [contacts]
var port = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 8090;
var contacts = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 250;
string[] given = ["Ana", "José", "Zoë", "Luis", "Nuria", "Carlos", "María", "Ñusta"];
string[] family = ["Núñez", "Quintero", "Gómez", "Díaz", "Paz", "Mora", "Rey"];

await using var google = await FakeGoogle.StartAsync(port: port);
var account = google.Add("demo", "demo@example.com");
for (var i = 0; i < contacts; i++)
{
    account.People.Add(given[i % given.Length], $"{family[i % family.Length]} {i}", string.Create(CultureInfo.InvariantCulture, $"+57300{i:0000000}"));
}

for (var i = 0; i < 20; i++)
{
    google.Directory.Add(given[i % given.Length], $"Directory {i}", string.Create(CultureInfo.InvariantCulture, $"+57601555{i:0000}"), "work");
}

var now = DateTimeOffset.UtcNow;
account.Busy.Enqueue((now.AddMinutes(2), now.AddMinutes(4)));
Console.WriteLine($"""
    {google.Address} has {contacts} contacts of demo@example.com, who is busy in two minutes, for two. Everything is allowed without a question.

    dotnet run --project src/Standalone -- --Google:BaseAddress {google.Address} --Google:ClientId {FakeGoogle.Client} --Google:ClientSecret "{FakeGoogle.Secret}"

    Ctrl+C ends it.
    """);
await Task.Delay(Timeout.Infinite);
