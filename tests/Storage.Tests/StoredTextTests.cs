namespace RtcCluster.Storage.Tests;

public sealed class StoredTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("ñ 😀 end")]
    public void GoodTextIsTheSameObject(string text)
    {
        Assert.Same(text, StoredText.Cleaned(text));
        Assert.True(StoredText.Accepts(text, null));
    }

    // Not as InlineData: attributes are stored as UTF-8, which has no half pairs.
    [Fact]
    public void BadCharactersAreReplaced()
    {
        (string Text, string Expected)[] cases = [("a\0b", "a\uFFFDb"), ("\uD83D", "\uFFFD"), ("x\uDE00\uD83Dy", "x\uFFFD\uFFFDy"), ("😀\0", "😀\uFFFD")];

        Assert.Equal(cases.Select(c => c.Expected), cases.Select(c => StoredText.Cleaned(c.Text)));
        Assert.All(cases, c => Assert.False(StoredText.Accepts("good", c.Text)));
    }

    [Theory]
    [InlineData("abcdef", 3, "abc")]
    [InlineData("ab😀", 3, "ab")]
    [InlineData("ab😀", 4, "ab😀")]
    public void CutsBetweenCharacters(string text, int length, string expected) => Assert.Equal(expected, StoredText.Cleaned(text, length));
}
