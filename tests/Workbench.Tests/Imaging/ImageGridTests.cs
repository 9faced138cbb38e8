using TorchSharp;
using Workbench.Imaging;
using static TorchSharp.torch;

namespace Workbench.Tests.Imaging;

public sealed class ImageGridTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Each_picture_is_drawn_once_at_twice_the_cell_size()
    {
        Tensor picture = Drawn(new ImageGrid("red", "green").Row("", Plain(1, 0, 0), Plain(0, 1, 0)));
        // The frame of half a pixel darkens the rim, nothing else.
        Assert.InRange(Count(picture, 1, 0, 0), 316 * 316, 320 * 320);
        Assert.InRange(Count(picture, 0, 1, 0), 316 * 316, 320 * 320);
        Assert.True(MeanColumn(picture, 1, 0, 0) < MeanColumn(picture, 0, 1, 0), "red stands left of green");
    }

    [Fact]
    public void Images_keep_their_proportions_to_each_other()
    {
        Tensor picture = Drawn(new ImageGrid().Row("", full([3, 40, 40], 0f), ones(3, 20, 20) * tensor(new float[] { 1, 0, 0 }).view(3, 1, 1)));
        double large = Count(picture, 0, 0, 0), small = Count(picture, 1, 0, 0);
        Assert.InRange(large / small, 3.9, 4.2);
    }

    [Fact]
    public void Maps_share_one_scale()
    {
        Tensor low = zeros(4, 4), high = ones(4, 4);
        var grid = new ImageGrid { ScaleCaption = "value" }.Row("", low, high);
        Tensor ends = ColorMap.Sequential.Apply(tensor(new float[,] { { 0, 1 } }), 0, 1);
        Tensor picture = Drawn(grid);
        Assert.True(Count(picture, ends[0, 0, 0].item<float>(), ends[1, 0, 0].item<float>(), ends[2, 0, 0].item<float>()) > 300 * 300);
        Assert.True(Count(picture, ends[0, 0, 1].item<float>(), ends[1, 0, 1].item<float>(), ends[2, 0, 1].item<float>()) > 300 * 300);

        // With a larger number in the grid, 1 is no longer the end of the scale.
        Tensor other = Drawn(grid.Row("", full([4, 4], 10f), null));
        Tensor tenth = ColorMap.Sequential.Apply(tensor(new float[,] { { 1 } }), 0, 10);
        Assert.True(Count(other, tenth[0, 0, 0].item<float>(), tenth[1, 0, 0].item<float>(), tenth[2, 0, 0].item<float>()) > 300 * 300);
    }

    [Fact]
    public void A_scale_stands_beside_maps_and_not_beside_pictures()
    {
        Tensor pictures = Drawn(new ImageGrid().Row("", rand(1, 4, 4))), maps = Drawn(new ImageGrid().Row("", rand(4, 4)));
        Assert.True(maps.shape[2] > pictures.shape[2] + 40);
        Assert.Equal(maps.shape[1], pictures.shape[1]);
    }

    [Fact]
    public void Every_printable_character_has_a_form_of_its_own()
    {
        string[] forms = [.. Enumerable.Range('!', '~' - '!' + 1).Select(c => Convert.ToBase64String(new ImageGrid { Title = $"|{(char)c}|" }.Row("", zeros(3, 2, 2)).ToPng()))];
        Assert.Equal(forms.Length, forms.Distinct().Count());
    }

    [Fact]
    public void A_title_longer_than_the_images_is_not_cut_off()
    {
        Tensor picture = Drawn(new ImageGrid { Title = "A title that is much longer than one small image is wide", CellSize = 32 }.Row("", Plain(1, 0, 0)));
        Tensor margin = picture.narrow(2, picture.shape[2] - 12, 12);
        Assert.Equal(1, margin.min().item<float>());
        Assert.True(picture.shape[2] > 600);
    }

    [Fact]
    public void Captions_leave_ink_where_they_belong()
    {
        Tensor bare = Drawn(new ImageGrid().Row("", Plain(1, 0, 0)));
        Tensor captioned = Drawn(new ImageGrid("above").Row("beside", (Plain(1, 0, 0), "below")));
        Assert.True(captioned.shape[1] > bare.shape[1] + 50 && captioned.shape[2] > bare.shape[2] + 50);
        Assert.Equal(Count(bare, 1, 0, 0), Count(captioned, 1, 0, 0));
    }

    [Fact]
    public void A_notebook_gets_a_picture_of_its_own_and_a_terminal_a_line()
    {
        ImageGrid grid = new ImageGrid("grey", "<b>result</b>") { Title = "Colorization" }.Row("scene 1", zeros(1, 8, 8), zeros(3, 8, 8));
        string html = grid.ToHtml();
        Assert.Contains("src=\"data:image/png;base64,", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.Equal("Colorization: image grid, 1 × 2; columns: grey, <b>result</b>; rows: scene 1", grid.ToString());
    }

    [Fact]
    public void A_grid_is_saved_as_the_picture_it_shows()
    {
        using var folder = new TemporaryFolder();
        ImageGrid grid = ImageGrid.Of([rand(3, 4, 4), rand(4, 4), rand(1, 4, 4)], columns: 2, ["a", "b", "c"]);
        grid.SavePng(folder.File("deep/grid.png"));
        Assert.Equal(grid.ToPng(), File.ReadAllBytes(folder.File("deep/grid.png")));
        Assert.Equal((2, 2), (grid.RowCount, grid.ColumnCount));
    }

    [Fact]
    public void Images_are_copied_so_that_a_scope_may_end()
    {
        var grid = new ImageGrid();
        using (NewDisposeScope())
        {
            grid.Row("", Plain(1, 0, 0), rand(4, 4));
        }

        Assert.True(Count(Drawn(grid), 1, 0, 0) > 0);
    }

    [Fact]
    public void What_is_no_image_is_refused_by_its_shape()
    {
        Assert.Contains("[2, 3, 4, 4]", Assert.Throws<ArgumentException>(() => new ImageGrid().Row("", zeros(2, 3, 4, 4))).Message, StringComparison.Ordinal);
        Assert.Contains("[5, 4, 4]", Assert.Throws<ArgumentException>(() => new ImageGrid().Row("", zeros(5, 4, 4))).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new ImageGrid("a").ToPng());
    }

    [Fact]
    public void Maps_with_numbers_that_are_none_are_drawn_all_the_same()
    {
        Tensor map = tensor(new[,] { { float.NaN, float.PositiveInfinity }, { float.NegativeInfinity, 2 } });
        Assert.True(Drawn(new ImageGrid { Colors = ColorMap.Diverging }.Row("", map, full([2, 2], 3f))).numel() > 0);
        Assert.True(Drawn(new ImageGrid().Row("", full([2, 2], float.NaN))).numel() > 0);
    }

    [Fact]
    public void Lightness_rises_evenly_along_the_sequential_colours()
    {
        Tensor lightness = ColorSpace.RgbToLab(ColorMap.Sequential.Apply(linspace(0, 1, 256).unsqueeze(0), 0, 1))[0, 0];
        Assert.True(lightness.diff().min().item<float>() > -0.2);
        Assert.Equal(0.5 * (lightness[0] + lightness[255]).item<float>(), lightness[128].item<float>(), 3.0);
    }

    private static Tensor Plain(float r, float g, float b) => tensor(new[] { r, g, b }).view(3, 1, 1).expand(3, 8, 8).contiguous();

    private static Tensor Drawn(ImageGrid grid) => ImageFile.Decode(grid.ToPng());

    private static Tensor Where(Tensor picture, float r, float g, float b) =>
        ((picture - tensor(new[] { r, g, b }).view(3, 1, 1)).abs().amax(0) < 0.01);

    private static long Count(Tensor picture, float r, float g, float b) => Where(picture, r, g, b).sum().item<long>();

    private static double MeanColumn(Tensor picture, float r, float g, float b) =>
        Where(picture, r, g, b).nonzero().select(1, 1).to(float32).mean().item<float>();
}
