using RtcCluster.Media.Ice;

namespace RtcCluster.Media.Tests.Ice;

public class IceCredentialsTests
{
    private const string Password = "0123456789abcdefABCD+/";

    [Fact]
    public void Rfc8445_5_3_OursAreLongEnough_AndOfTheAlphabet()
    {
        var credentials = IceCredentials.FromRandom(Enumerable.Range(231, IceCredentials.RandomLength).Select(static value => (byte)value).ToArray());
        Assert.Equal((8, 24), (credentials.Ufrag.Length, credentials.Password.Length));
        Assert.True(IceCredentials.TryMake(credentials.Ufrag, credentials.Password, out var again));
        Assert.Equal(credentials.UfragBytes, again!.UfragBytes);
        Assert.Equal(credentials.Key, again.Key);
    }

    [Fact]
    public void EveryRandomBitCounts()
    {
        var random = new byte[IceCredentials.RandomLength];
        var seen = new HashSet<string> { Text() };
        for (var bit = 0; bit < random.Length * 8; bit++)
        {
            random[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(seen.Add(Text()), $"bit {bit}");
            random[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        string Text()
        {
            var credentials = IceCredentials.FromRandom(random);
            return credentials.Ufrag + ":" + credentials.Password;
        }
    }

    [Theory]
    [InlineData("abc", Password, false)]
    [InlineData("abcd", Password, true)]
    [InlineData("abcd", "0123456789abcdefABCD+", false)]
    [InlineData("ab:d", Password, false)]
    [InlineData("ab d", Password, false)]
    [InlineData("abcd", "0123456789abcdefABCD-_", false)]
    [InlineData(null, Password, false)]
    [InlineData("abcd", null, false)]
    public void Rfc8839_5_4_LengthsAndAlphabetOfAPeersAreChecked(string? ufrag, string? password, bool expected)
    {
        Assert.Equal(expected, IceCredentials.TryMake(ufrag, password, out var credentials));
        Assert.Equal(expected, credentials is not null);
    }

    [Fact]
    public void Rfc8839_5_4_256CharactersAreTheMost()
    {
        Assert.True(IceCredentials.TryMake(new string('u', 256), new string('p', 256), out _));
        Assert.False(IceCredentials.TryMake(new string('u', 257), new string('p', 256), out _));
        Assert.False(IceCredentials.TryMake(new string('u', 256), new string('p', 257), out _));
    }

    [Fact]
    public void ThePasswordIsNotInItsText() =>
        Assert.DoesNotContain(Password, IceCredentials.TryMake("abcd", Password, out var credentials) ? credentials!.ToString() : Password, StringComparison.Ordinal);
}
