export const janken = () => ({ name: 'janken', render() {}, empty() {}, tell() {} });
